// Calls the office's desktop signing tool, whose own scripts stand before this one.

const place = document.getElementById("tool");
const says = document.getElementById("tool-says");

const say = (sentence, good) => {
  says.textContent = sentence;
  says.className = `notice notice-${good ? "good" : "wrong"}`;
};

const answered = (text) => {
  let told = {};
  try {
    told = JSON.parse(text);
  } catch {
    told = { Status: 1, Message: "Phần mềm ký trả lời không đọc được." };
  }
  if (Number(told.Status) === 0) {
    say("Đã ký và gửi lên xong.", true);
    window.location.assign(place.dataset.done);
  } else {
    say(told.Message || "Phần mềm ký không ký được; văn bản giữ nguyên như trước.", false);
  }
};

const call = window[place.dataset.action];
if (typeof call === "function") {
  call(null, place.dataset.told, answered);
} else {
  say("Tệp lệnh của phần mềm ký trên máy chủ không có lệnh cần dùng; hãy báo quản trị.", false);
}
