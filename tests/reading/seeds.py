"""The two seed papers, as written: an issued letter of a province with a sao lục under it, and an
unnumbered draft of a district."""

from tests.reading.papers import Copy, Paper

BINH_THUAN_BODY = (
    (
        "Trong thời gian qua, công tác cai nghiện ma túy và quản lý sau cai nghiện đã được "
        "các cấp, các ngành quan tâm chỉ đạo, triển khai thực hiện đạt một số kết quả nhất "
        "định; các cấp ủy Đảng, chính quyền địa phương đã cụ thể hóa thành chương trình "
        "công tác sát với tình hình thực tế của từng địa bàn. Công tác tuyên truyền, phổ "
        "biến pháp luật có sự tham gia tích cực của Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh "
        "và các tổ chức thành viên đã tập trung tuyên truyền giáo dục về phòng, chống ma "
        "túy tại các địa bàn trọng điểm. Công tác kiểm soát địa bàn, triệt phá các ổ, nhóm "
        "mua bán, hút, chích ma túy được tăng cường, xử lý nghiêm các hành vi vi phạm; áp "
        "dụng nhiều hình thức quản lý, giáo dục, tổ chức cai nghiện, chữa trị, phục hồi phù "
        "hợp cho từng loại đối tượng. Tuy nhiên, hiệu quả mang lại chưa được như mong muốn, "
        "công tác hỗ trợ người sau cai nghiện như tư vấn học nghề, dạy nghề, tạo việc làm "
        "để tái hòa nhập cộng đồng chưa tốt, tỷ lệ tái nghiện cao. Công tác cai nghiện tại "
        "gia đình và cai nghiện tại cộng đồng còn gặp nhiều khó khăn, bất cập trong triển "
        "khai thực hiện, chưa được như mong muốn và thiếu sự bền vững."
    ),
    (
        "Để tiếp tục triển khai thực hiện có hiệu quả công tác cai nghiện ma túy và quản lý "
        "sau cai nghiện ma túy trong thời gian tới trên địa bàn tỉnh; Chủ tịch Ủy ban nhân "
        "dân tỉnh đề nghị Thủ trưởng các cơ quan, đơn vị và Chủ tịch UBND các huyện, thị "
        "xã, thành phố tập trung chỉ đạo thực hiện một số nhiệm vụ trọng tâm cụ thể sau:"
    ),
    (
        "1. Tăng cường công tác tuyên truyền nhằm nâng cao nhận thức của cán bộ, đảng viên "
        "và cộng đồng dân cư về công tác phòng chống ma túy, cai nghiện ma túy bằng nhiều "
        "hình thức phù hợp với từng nhóm đối tượng; tập trung vào các xã, phường trọng điểm "
        "về tệ nạn ma túy, các nhóm người có nguy cơ cao như: Đối tượng không nghề nghiệp, "
        "không có việc làm hoặc có việc làm không ổn định, học sinh, sinh viên, thanh thiếu "
        "niên... nhằm giúp cộng đồng hiểu rõ tác hại của tệ nạn ma túy, tự trang bị cho "
        "mình kỹ năng phòng chống tái nghiện; vận động người nghiện ma túy điều trị nghiện "
        "các chất dạng thuốc phiện thay thế bằng thuốc Methadone, lựa chọn các hình thức "
        "cai nghiện phù hợp."
    ),
    (
        "2. Tiếp tục nâng cao chất lượng công tác cai nghiện tập trung tại Cơ sở điều trị "
        "nghiện ma túy tỉnh trong tất cả các khâu: Cắt cơn, giải độc, đặc biệt là giáo dục, "
        "tư vấn, phục hồi hành vi nhân cách, tổ chức lao động trị liệu, học nghề, học văn "
        "hóa chuẩn bị cho tái hòa nhập cộng đồng."
    ),
    (
        "3. Tiếp tục thực hiện chủ trương mở rộng Cơ sở điều trị nghiện ma túy tỉnh giai "
        "đoạn 2021 - 2025 theo Nghị quyết số 51/NQ-HĐND ngày 04/12/2020 của HĐND tỉnh về "
        "đầu tư công trung hạn các dự án trọng điểm của tỉnh giai đoạn 2021 - 2025."
    ),
    (
        "4. Tăng cường sự lãnh đạo của các cấp chính quyền địa phương; nâng cao hiệu quả "
        "công tác xây dựng xã, phường lành mạnh không có tệ nạn ma túy, gắn với cuộc vận "
        "động “Phong trào Toàn dân đoàn kết xây dựng đời sống văn hóa”; tổ chức cai nghiện "
        "tại gia đình và cộng đồng đạt hiệu quả; thực hiện có hiệu quả Quyết định số "
        "1407/QĐ-UBND ngày 05/6/2018 của UBND tỉnh về phê duyệt Đề án “Đào tạo nghề, giới "
        "thiệu việc làm người sau cai nghiện ma túy tái hòa nhập cộng đồng” giai đoạn 2018 "
        "- 2023."
    ),
    (
        "5. Tăng cường công tác kiểm tra, giám sát, sơ kết, tổng kết; xây dựng các cơ sở dữ "
        "liệu về người nghiện ma túy, các chỉ số giám sát, đánh giá, các chỉ tiêu báo cáo "
        "về công tác cai nghiện, quản lý sau cai, định kỳ đánh giá hiệu quả công tác cai "
        "nghiện, điều chỉnh nội dung, biện pháp phù hợp nhằm không ngừng nâng cao kết quả, "
        "hiệu quả công tác cai nghiện và quản lý sau cai./."
    ),
)

BINH_LUC_BODY = (
    (
        "Thực hiện Chỉ thị số 25/CT-HU, ngày 26/10/2024 của Ban thường vụ Huyện ủy và Kế "
        "hoạch số 170/KH-UBND, ngày 29/10/2024 của Chủ tịch UBND huyện về tăng cường sự "
        "lãnh đạo, chỉ đạo đối với công tác quản lý người nghiện ma túy, người sử dụng trái "
        "phép chất ma túy, người bị quản lý sau cai nghiện ma túy và đấu tranh, triệt xóa "
        "điểm, tụ điểm phức tạp về ma túy. Hiện nay, Trung tâm điều trị nghiện ma tuý và "
        "phục hồi chức năng tâm thần tỉnh Hà Nam đang quá tải do số lượng lớn người nghiện "
        "được đưa vào trung tâm cai nghiện bắt buộc, dự án xây dựng cơ sở cai nghiện mới "
        "đang trong quá trình thi công xây dựng chưa hoàn thành. Để hạn chế tình trạng quá "
        "tải đối với Trung tâm Điều trị nghiện ma tuý và Phục hồi chức năng tâm thần tỉnh "
        "Hà Nam. Cần thiết phải đa dạng hóa các hình thức cai nghiện ma tuý nhằm đáp ứng "
        "nhu cầu, tạo điều kiện thuận lợi, hỗ trợ tối đa cho người nghiện ma túy và gia "
        "đình người nghiện ma túy dễ dàng tiếp cận với các hình thức, biện pháp cai nghiện "
        "ma túy phù hợp, đặc biệt là hình thức cai nghiện ma túy tự nguyện tại gia đình, "
        "cộng đồng. Mục tiêu từng bước giảm dần số lượng người nghiện, nâng cao chất lượng "
        "nguồn nhân lực, phục vụ có hiệu quả nhiệm vụ phát triển kinh tế, xã hội của địa "
        "phương, Ủy ban nhân dân huyện yêu cầu:"
    ),
    (
        "1. Công an huyện tiếp tục thực hiện việc rà soát các đối tượng sử dụng ma túy, "
        "nghiện ma túy trên địa bàn theo Kế hoạch số 170/KH-UBND, ngày 29/10/2024 của Chủ "
        "tịch UBND huyện. Phối hợp với Phòng Lao động – Thương binh và Xã hội, Phòng Y tế, "
        "Trung tâm y tế huyện xây dựng mô hình “Điểm tư vấn, chăm sóc, hỗ trợ điều trị "
        "nghiện tại cộng đồng” (Hoàn thành trước ngày 15/12/2024). Trước mắt đặt tại 10 cơ "
        "sở đủ điều kiện xác định tình trạng nghiện (Trung tâm y tế huyện và 09 xã có nhân "
        "sự đủ điều kiện xác định tình trạng nghiện)."
    ),
    (
        "2. Phòng Lao động – Thương binh và Xã hội phối hợp Phòng Y tế, Trung tâm y tế "
        "huyện tổ chức rà soát, lập danh sách các cơ quan, đơn vị, Trạm y tế các xã, thị "
        "trấn đủ điều kiện về cơ sở, vật chất, trang thiết bị, nhân sự (theo quy định tại "
        "Nghị định số 116/2021/NĐ-CP, ngày 21/12/2021 của Chính phủ) cung cấp dịch vụ cai "
        "nghiện ma túy tự nguyện tại gia đình, cộng đồng để báo cáo đồng chí Chủ tịch ủy "
        "ban nhân dân huyện ra Quyết định công bố tổ chức, cá nhân đủ điều kiện (hoàn thành "
        "trước ngày 12/12/2024)."
    ),
    (
        "3. Phòng Văn hóa – thông tin huyện phối hợp với Công an huyện, Đài Truyền thanh "
        "huyện và các xã, thị trấn tăng cường tuyên truyền phòng, chống ma túy, các điểm tư "
        "vấn, chăm sóc, hỗ trợ điều trị nghiện tại cộng đồng và các cá nhân, tổ chức cung "
        "cấp dịch vụ cai nghiện ma túy tự nguyện tại gia đình, cộng đồng đến người dân trên "
        "địa bàn huyện."
    ),
    (
        "4. Phòng Tài chính – Kế hoạch nghiên cứu, đề xuất bố trí nguồn kinh phí phục vụ hỗ "
        "trợ công tác cai nghiên ma tuý tự nguyện tại gia đình, cộng đồng theo quy định."
    ),
    (
        "5. UBND các xã, thị trấn thành lập Ban chỉ đạo công tác cai nghiện trên địa bàn "
        "với nhiệm vụ lãnh đạo, chỉ đạo công tác phòng, chống và kiểm soát ma túy, xác định "
        "rõ trách nhiệm của từng thành viên trong Ban Chỉ đạo trong việc quản lý người "
        "nghiện, người sử dụng ma túy, người sau cai nghiện, phát hiện, tố giác tội phạm về "
        "ma túy. Ưu tiên bố trí kinh phí từ nguồn ngân sách của địa phương cho công tác cai "
        "nghiện ma túy quản lý sau cai và hỗ trợ, giúp đỡ tạo việc làm cho người sau cai "
        "nghiện ma túy hòa nhập cộng đồng. Xây dựng kế hoạch triển khai thực hiện các mô "
        "hình “Địa bàn không ma túy” (hoàn thành trước 15/12/2024), đề ra lộ trình thực "
        "hiện thực chất mô hình, xây dựng từ “Thôn, xóm, tổ dân phố không ma túy” đến “Xã, "
        "thị trấn không ma túy” tiến tới xây dựng “Huyện không ma túy” (đến năm 2030 phải "
        "hoàn thành) nhằm làm giảm “nguồn cầu” về ma túy."
    ),
    (
        "Yêu cầu các cơ quan, đơn vị tổ chức triển khai thực hiện khẩn trương, có hiệu quả "
        "và báo cáo kết quả thực hiện đảm bảo thời gian quy định./."
    ),
)

BINH_THUAN = Paper(
    agency=("ỦY BAN NHÂN DÂN", "TỈNH BÌNH THUẬN"),
    number="Số: 99 /UBND-KGVXNV",
    letter_subject=(
        "V/v triển khai thực hiện hiệu quả",
        "công tác cai nghiện ma túy và",
        "quản lý sau cai nghiện ma túy",
        "trên địa bàn tỉnh Bình Thuận",
    ),
    place_date="Bình Thuận, ngày 08 tháng 01 năm 2021",
    addressees=(
        "Các Sở: Y tế, Tư pháp, Lao động - Thương binh và Xã hội;",
        "Công an tỉnh;",
        "UBND các huyện, thị xã, thành phố.",
    ),
    body=BINH_THUAN_BODY,
    recipients=(
        "- Như trên;",
        "- Bộ Lao động - Thương binh và Xã hội;",
        "- Thường trực Tỉnh ủy;",
        "- Thường trực HĐND tỉnh ;",
        "- Chủ tịch, PCT UBND tỉnh (Đ/c Hòa);",
        "- Mặt trận và các Đoàn thể tỉnh;",
        "- Các Sở, ban, ngành thuộc tỉnh;",
        "- Lưu: VT, KGVXNV. Th.",
    ),
    signer=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    stamp=(
        "Ký bởi: Ủy ban",
        "Nhân dân tỉnh",
        "Bình Thuận",
        "Ngày ký: 08.01.2021",
        "08:51:42 +07:00",
    ),
    name="Nguyễn Đức Hòa",
    copies=(
        Copy(
            form="SAO LỤC",
            agency=("SỞ NÔNG NGHIỆP VÀ PTNT", "BÌNH THUẬN"),
            number="Số: 06 /SL-SNN",
            place_date="Bình Thuận, ngày 15 tháng 01 năm 2021",
            addressees=("Các đơn vị trực thuộc Sở.",),
            recipients=("- Như trên;", "- Lưu VT,VP. Hiền."),
            name="Lê Thanh Sơn",
        ),
    ),
)

BINH_LUC = Paper(
    agency=("ỦY BAN NHÂN DÂN", "HUYỆN BÌNH LỤC"),
    nation="CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    number="Số:      /CV",
    letter_subject=(
        (
            "V/v rà soát tổ chức, cá nhân đủ điều kiện cung cấp dịch vụ cai nghiện ma túy tự "
            "nguyện tại gia đình, cộng đồng"
        ),
    ),
    place_date="Bình Lục, ngày     tháng 12 năm 2024",
    addressees=(
        "Công an huyện;",
        "Phòng Lao động- Thương binh và Xã hội huyện;",
        "Phòng Y tế huyện;",
        "Trung tâm y tế huyện;",
        "Phòng Văn hóa – thông tin huyện;",
        "Phòng Tài chính – Kế hoạch huyện;",
        "Chủ tịch UBND các xã, thị trấn",
    ),
    body=BINH_LUC_BODY,
    recipients=(
        "- TT Huyện ủy;",
        "- Chủ tịch UBND huyện;",
        "- Như kính gửi;",
        "- Lưu: VT, CAH.",
    ),
    signer=("TM. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
)
