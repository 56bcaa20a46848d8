"""Papers of the test world in every shape the office meets, with what each must be read as.

`EXPECTED` holds, for each paper, the fields in the words of `tests.reading.facts`; a field that
is not named there must be empty.
"""

from tests.reading.papers import Copy, Paper

XA = ("ỦY BAN NHÂN DÂN", "XÃ HÒA BÌNH")
XA_NAME = "Ủy ban nhân dân xã Hòa Bình"
FILLER = (
    "Trong thời gian qua, công tác văn thư của các cơ quan, đơn vị trên địa bàn đã có nhiều chuyển "
    "biến; việc soạn thảo, ký và phát hành văn bản từng bước đi vào nền nếp, song vẫn còn một số "
    "hạn chế cần sớm được khắc phục để nâng cao hiệu quả quản lý, điều hành của địa phương."
)
AS_ABOVE = ("- Như trên;", "- Lưu: VT, VHXH.")
KT = ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
TM_KT = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
TM = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")

PAPERS = {
    "one addressee": Paper(
        superior=("UBND TỈNH BÌNH THUẬN",),
        agency=("SỞ Y TẾ",),
        number="Số: 1205/SYT-NVY",
        letter_subject=("V/v báo cáo công tác tiêm chủng", "mở rộng quý IV năm 2024"),
        place_date="Bình Thuận, ngày 05 tháng 11 năm 2024",
        addressees=("Trung tâm Y tế các huyện, thị xã, thành phố.",),
        body=(
            "Thực hiện Kế hoạch số 45/KH-SYT ngày 10/01/2024 của Sở Y tế về tiêm chủng mở rộng.",
            (
                "Sở Y tế đề nghị các đơn vị báo cáo kết quả thực hiện, gửi về Phòng Nghiệp vụ Y "
                "trước ngày 20/11/2024 để tổng hợp./."
            ),
        ),
        recipients=("- Như trên;", "- Giám đốc, các PGĐ;", "- Lưu: VT, NVY (2)."),
        signer=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        name="Nguyễn Thị Lan",
    ),
    "decision": Paper(
        agency=XA,
        number="Số: 15/QĐ-UBND",
        place_date="Hòa Bình, ngày 03 tháng 3 năm 2025",
        kind="QUYẾT ĐỊNH",
        subject=("Về việc thành lập Ban Chỉ đạo chuyển đổi số", "xã Hòa Bình"),
        power="CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA BÌNH",
        bases=(
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025;",
            (
                "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công "
                "tác văn thư;"
            ),
            "Theo đề nghị của Trưởng phòng Văn hóa - Xã hội.",
        ),
        order="QUYẾT ĐỊNH:",
        body=(
            "Điều 1. Thành lập Ban Chỉ đạo chuyển đổi số xã Hòa Bình gồm các ông, bà có tên sau.",
            "Điều 2. Ban Chỉ đạo có nhiệm vụ giúp Ủy ban nhân dân xã chỉ đạo công tác này.",
            (
                "Điều 3. Chánh Văn phòng, Trưởng phòng Văn hóa - Xã hội và các cá nhân có tên tại "
                "Điều 1 chịu trách nhiệm thi hành Quyết định này./."
            ),
        ),
        recipients=("- Như Điều 3;", "- Thường trực Đảng ủy;", "- Lưu: VT, VHXH."),
        signer=("CHỦ TỊCH",),
        name="Phạm Quốc Hùng",
    ),
    "proposal": Paper(
        superior=("ỦY BAN NHÂN DÂN", "TỈNH BÌNH THUẬN"),
        agency=("SỞ NỘI VỤ",),
        number="Số: 07/TTr-SNV",
        place_date="Bình Thuận, ngày 14 tháng 6 năm 2024",
        kind="TỜ TRÌNH",
        subject=("Về việc phê duyệt Kế hoạch tinh giản biên chế năm 2024",),
        addressees=("Ủy ban nhân dân tỉnh Bình Thuận",),
        body=(
            (
                "Căn cứ Nghị định số 29/2023/NĐ-CP ngày 03/6/2023 của Chính phủ quy định về tinh "
                "giản biên chế, Sở Nội vụ kính trình Ủy ban nhân dân tỉnh xem xét, phê duyệt./."
            ),
        ),
        recipients=("- Như trên;", "- Lưu: VT, TCBC."),
        signer=("GIÁM ĐỐC",),
        name="Trần Văn Minh",
    ),
    "minutes": Paper(
        agency=XA,
        number="Số: 04/BB-UBND",
        place_date="",
        kind="BIÊN BẢN",
        subject=("Họp giao ban tháng 02 năm 2025",),
        body=(
            "Thời gian bắt đầu: 08 giờ 00 phút, ngày 25 tháng 02 năm 2025.",
            "Địa điểm: Phòng họp Ủy ban nhân dân xã.",
            "Chủ trì: Ông Phạm Quốc Hùng, Chủ tịch Ủy ban nhân dân xã.",
            "Cuộc họp kết thúc vào 10 giờ 30 phút cùng ngày./.",
        ),
        recipients=("- Thành viên dự họp;", "- Lưu: VT, Hồ sơ."),
        signer=("CHỦ TỌA",),
        name="Phạm Quốc Hùng",
        left_signer=("THƯ KÝ", "Nguyễn Thị Lan"),
    ),
    "plan": Paper(
        agency=XA,
        number="Số: 62/KH-UBND",
        place_date="Hòa Bình, ngày 10 tháng 01 năm 2025",
        kind="KẾ HOẠCH",
        subject=("Công tác văn thư, lưu trữ năm 2025",),
        body=(
            "I. MỤC ĐÍCH, YÊU CẦU",
            FILLER,
            "II. TỔ CHỨC THỰC HIỆN",
            "1. Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã",
            "a) Chủ trì tham mưu ban hành Danh mục hồ sơ, hoàn thành trước ngày 31/01/2025.",
            "b) Tổ chức tập huấn nghiệp vụ văn thư trong quý II năm 2025.",
            "2. Phòng Kinh tế",
            "Bố trí kinh phí thực hiện Kế hoạch theo quy định.",
            (
                "3. Các cơ quan, đơn vị trên địa bàn báo cáo kết quả định kỳ trước ngày 20 hằng "
                "tháng và trong thời hạn 05 ngày làm việc kể từ ngày nhận được văn bản này phải "
                "gửi danh sách./."
            ),
        ),
        recipients=("- Phòng Nội vụ;", "- Các cơ quan, đơn vị;", "- Lưu: VT."),
        signer=TM_KT,
        name="Lê Thị Tâm",
    ),
    "invitation": Paper(
        agency=XA,
        number="Số: 21/GM-UBND",
        place_date="Hòa Bình, ngày 02 tháng 12 năm 2024",
        kind="GIẤY MỜI",
        subject=("Dự hội nghị tổng kết năm 2024",),
        body=(
            "Ủy ban nhân dân xã Hòa Bình trân trọng kính mời: Thường trực Đảng ủy xã.",
            "Thời gian: 08 giờ 00 phút, ngày 10 tháng 12 năm 2024.",
            "Địa điểm: Hội trường Ủy ban nhân dân xã./.",
        ),
        recipients=("- Như trên;", "- Lưu: VT."),
        signer=("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
        name="Trần Văn Minh",
    ),
    "telegram": Paper(
        agency=XA,
        number="Số: 02/CĐ-UBND",
        place_date="Hòa Bình, ngày 20 tháng 9 năm 2024",
        urgency="HỎA TỐC",
        kind="CÔNG ĐIỆN",
        subject=("Về việc chủ động ứng phó với bão số 4",),
        body=(
            "Chủ tịch Ủy ban nhân dân xã điện:",
            "- Trưởng các thôn;",
            "- Ban Chỉ huy Quân sự xã.",
            "Yêu cầu các đơn vị báo cáo tình hình trước 17 giờ 00 ngày 21/9/2024./.",
        ),
        recipients=("- Như trên;", "- Lưu: VT."),
        signer=("CHỦ TỊCH",),
        name="Phạm Quốc Hùng",
    ),
    "urgent letter": Paper(
        agency=XA,
        number="Số: 318/UBND-VHXH",
        letter_subject=("V/v rà soát hộ nghèo năm 2025",),
        urgency="KHẨN",
        circulation="LƯU HÀNH NỘI BỘ",
        place_date="Hòa Bình, ngày 06 tháng 12 năm 2024",
        addressees=("Trưởng các thôn;", "Công chức Văn hóa - Xã hội;", "Đoàn Thanh niên xã."),
        body=(
            "Ủy ban nhân dân xã giao nhiệm vụ như sau:",
            "1. Trưởng các thôn: lập danh sách hộ nghèo, chậm nhất ngày 15/12/2024.",
            (
                "2. Công chức Văn hóa - Xã hội tổng hợp, trình Chủ tịch Ủy ban nhân dân xã trước "
                "ngày 20 tháng 12 năm 2024."
            ),
            "3. Đoàn Thanh niên xã phối hợp tuyên truyền./.",
        ),
        recipients=AS_ABOVE,
        signer=KT,
        name="Lê Thị Tâm",
        address="Địa chỉ: Thôn 1, xã Hòa Bình; Điện thoại: 0252 000 000",
    ),
    "party letter": Paper(
        superior=("ĐẢNG BỘ TỈNH BÌNH THUẬN",),
        agency=("ĐẢNG ỦY XÃ HÒA BÌNH",),
        nation="ĐẢNG CỘNG SẢN VIỆT NAM",
        motto="",
        number="Số 25-CV/ĐU",
        letter_subject=("V/v chuẩn bị đại hội chi bộ",),
        place_date="Hòa Bình, ngày 12 tháng 5 năm 2025",
        addressees=("Các chi bộ trực thuộc.",),
        body=(
            (
                "Thực hiện Chỉ thị số 35-CT/TW ngày 14/6/2024 của Bộ Chính trị, Đảng ủy yêu cầu "
                "các chi bộ hoàn thành trước ngày 30/6/2025."
            ),
        ),
        recipients=("- Như trên;", "- Lưu: VT."),
        signer=("T/M BAN THƯỜNG VỤ", "BÍ THƯ"),
        name="Phạm Quốc Hùng",
    ),
    "acting head": Paper(
        superior=("UBND TỈNH BÌNH THUẬN",),
        agency=("SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"),
        number="Số: 9/SNNMT-VP",
        letter_subject=("V/v cử công chức dự tập huấn",),
        place_date="Bình Thuận, ngày 29 tháng 6 năm 2025",
        addressees=("Các phòng, đơn vị trực thuộc",),
        body=("Sở cử công chức tham dự lớp tập huấn theo Công văn số 77/BNV-VTLT nêu trên./.",),
        recipients=("- Như trên;", "- Lưu: VT, VP."),
        signer=("Q. GIÁM ĐỐC",),
        name="Trần Văn Minh",
    ),
    "delegated": Paper(
        agency=("BAN QUẢN LÝ DỰ ÁN", "XÃ HÒA BÌNH"),
        number="Số: 33/BQL-KT",
        letter_subject=("V/v nghiệm thu công trình",),
        place_date="Hòa Bình, ngày 01 tháng 8 năm 2025",
        addressees=("Phòng Kinh tế xã",),
        body=("Ban Quản lý dự án đề nghị Phòng Kinh tế xã nghiệm thu trước ngày 15/8/2025./.",),
        recipients=AS_ABOVE,
        signer=("TUQ. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"),
        remark="PHÓ CHỦ TỊCH UBND XÃ",
        name="ThS. Lê Thị Tâm",
    ),
    "certified copy": Paper(
        agency=XA,
        number="Số: 88/TB-UBND",
        place_date="Hòa Bình, ngày 11 tháng 4 năm 2025",
        kind="THÔNG BÁO",
        subject=("Kết luận cuộc họp ngày 10 tháng 4 năm 2025",),
        body=(FILLER + "./.",),
        recipients=("- Các phòng;", "- Lưu: VT."),
        signer=TM,
        name="Phạm Quốc Hùng",
        copies=(
            Copy(
                form="SAO Y",
                agency=("PHÒNG VĂN HÓA - XÃ HỘI",),
                number="Số: 05/SY-VHXH",
                place_date="Hòa Bình, ngày 14 tháng 4 năm 2025",
                recipients=("- Các thôn;", "- Lưu: VT."),
                signer=("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"),
                name="Nguyễn Thị Lan",
            ),
        ),
    ),
    "list over two pages": Paper(
        agency=XA,
        number="Số: 120/BC-UBND",
        place_date="Hòa Bình, ngày 20 tháng 12 năm 2024",
        kind="BÁO CÁO",
        subject=("Kết quả công tác cải cách hành chính năm 2024",),
        body=(*((FILLER,) * 8), "Trên đây là báo cáo của Ủy ban nhân dân xã./."),
        recipients=(*(f"- Đơn vị thứ {number};" for number in range(1, 13)), "- Lưu: VT."),
        signer=KT,
        name="Lê Thị Tâm",
    ),
    "many addressees": Paper(
        agency=XA,
        number="Số: 77/UBND",
        letter_subject=("V/v góp ý dự thảo Quy chế",),
        place_date="Hòa Bình, ngày 07 tháng 02 năm 2025",
        addressees=tuple(f"Thôn {number}{';' if number < 44 else '.'}" for number in range(1, 45)),
        body=("Đề nghị các thôn góp ý bằng văn bản trước ngày 17/02/2025./.",),
        recipients=AS_ABOVE,
        signer=KT,
        name="Lê Thị Tâm",
    ),
    "annex": Paper(
        agency=XA,
        number="Số: 19/QĐ-UBND",
        place_date="Hòa Bình, ngày 05 tháng 5 năm 2025",
        kind="QUYẾT ĐỊNH",
        subject=("Ban hành Quy chế làm việc của Ủy ban nhân dân xã",),
        power="ỦY BAN NHÂN DÂN XÃ HÒA BÌNH",
        bases=("Căn cứ Quyết định số 15/QĐ-UBND ngày 03/3/2025 của Chủ tịch UBND xã;",),
        order="QUYẾT ĐỊNH:",
        body=("Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc./.",),
        recipients=("- Như Điều 1;", "- Lưu: VT."),
        signer=TM,
        name="Phạm Quốc Hùng",
        annex=(
            "PHỤ LỤC",
            "QUY CHẾ LÀM VIỆC",
            "(Kèm theo Quyết định số 19/QĐ-UBND ngày 05 tháng 5 năm 2025 của UBND xã Hòa Bình)",
            "Điều 1. Quy chế này áp dụng theo Nghị định số 138/2016/NĐ-CP.",
            "Nơi nhận: theo mẫu.",
        ),
    ),
    "long names": Paper(
        superior=("BỘ LAO ĐỘNG - THƯƠNG BINH", "VÀ XÃ HỘI"),
        agency=("CỤC PHÒNG, CHỐNG", "TỆ NẠN XÃ HỘI"),
        number="Số: 1450/LĐTBXH-PCTNXH",
        letter_subject=("V/v hướng dẫn thủ tục công bố tổ chức, cá nhân", "đủ điều kiện"),
        place_date="Thành phố Hồ Chí Minh, ngày 29 tháng 12 năm 2024",
        addressees=(
            "Sở Lao động - Thương binh và Xã hội các tỉnh, thành phố trực thuộc Trung ương.",
        ),
        body=(FILLER, "Đề nghị các Sở triển khai thực hiện./."),
        recipients=("- Như trên;", "- Thứ trưởng (để báo cáo);", "- Lưu: VT, PCTNXH."),
        signer=("KT. CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG"),
        name="Lê Thị Tâm",
    ),
}
