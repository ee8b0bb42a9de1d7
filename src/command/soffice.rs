//! Old formats through LibreOffice, where it is installed: one child process with all that it starts, a profile of its own,
//! a bound on its time and on what it gives. Nothing else of the machine is touched.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::folder::PrivateRoom;
use crate::import::Refusal;

/// Opening a large document takes some seconds; more is a hang.
const MOST_SECONDS: u64 = 60;
/// A larger result is no office paper.
const MOST_BYTES: u64 = 256 << 20;
const SAVE_ANEW: &str =
    "เปิดไฟล์ใน Word, Excel หรือ LibreOffice แล้วสั่ง “บันทึกเป็น” ชนิด .docx (เอกสาร) หรือ .xlsx (ตาราง) แล้วนำเข้าไฟล์ใหม่นั้น";

/// The bytes of the file of this name as `kind` (docx, xlsx).
pub fn convert(name: &str, bytes: &[u8], kind: &str) -> Result<Vec<u8>, Refusal> {
    let failed = |what: &str| Refusal::new(format!("ไฟล์ชนิดนี้ (.doc .xls .rtf .odt) {what}"), SAVE_ANEW);
    let work = PrivateRoom::new().map_err(|_| failed("ต้องพักไว้ในโฟลเดอร์ชั่วคราวของเครื่อง แต่สร้างโฟลเดอร์นั้นไม่ได้"))?;
    let source = Path::new("in").with_extension(Path::new(name).extension().unwrap_or_default());
    let source =
        work.write(source, bytes).map_err(|_| failed("ต้องพักไว้ในโฟลเดอร์ชั่วคราวของเครื่อง แต่เขียนไม่ได้ (เนื้อที่เต็มหรือไม่)"))?;
    let profile = format!("-env:UserInstallation=file://{}", work.path().join("profile").display());
    let started = ["soffice", "libreoffice"].iter().find_map(|program| {
        let mut command = Command::new(program);
        command
            .args([&profile, "--headless", "--norestore", "--nolockcheck", "--convert-to", kind, "--outdir"])
            .arg(work.path().join("out"))
            .arg(&source)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        start(&mut command).ok()
    });
    let Some(mut child) = started else {
        return Err(Refusal::new(
            "ไฟล์ชนิดนี้ (.doc .xls .rtf .odt) ต้องใช้ LibreOffice ช่วยเปิด แต่เครื่องนี้ไม่มี (ไม่พบคำสั่ง soffice)",
            format!("ติดตั้ง LibreOffice (ฟรี: libreoffice.org) แล้วสั่งใหม่ หรือ{SAVE_ANEW}"),
        ));
    };
    let begun = Instant::now();
    let ended = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Some(status),
            Ok(None) if begun.elapsed() < Duration::from_secs(MOST_SECONDS) => {
                std::thread::sleep(Duration::from_millis(50));
            }
            _ => break None,
        }
    };
    // What it started ends with it, however it ended.
    end_all(&mut child);
    if ended.is_none() {
        return Err(failed(&format!("LibreOffice เปิดไม่เสร็จใน {MOST_SECONDS} วินาที จึงสั่งหยุด (ไฟล์อาจเสียหรือตั้งรหัสผ่าน)")));
    }
    let made = Path::new("out/in").with_extension(kind);
    match work.folder().about(&made) {
        Ok(facts) if facts.is_file() && facts.size > MOST_BYTES => {
            Err(failed("ขยายตัวผิดปกติเมื่อ LibreOffice เปิด จึงไม่อ่าน"))
        }
        Ok(facts) if facts.is_file() => work.folder().read(&made).map_err(|_| failed("LibreOffice เปิดแล้ว แต่อ่านผลไม่ได้")),
        _ => Err(failed("LibreOffice เปิดไม่สำเร็จ (ไฟล์อาจเสียหรือตั้งรหัสผ่าน)")),
    }
}

/// In a group of its own: the program is a script that starts others.
#[cfg(unix)]
fn start(command: &mut Command) -> std::io::Result<Child> {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0).spawn()
}

#[cfg(not(unix))]
fn start(command: &mut Command) -> std::io::Result<Child> {
    command.spawn()
}

fn end_all(child: &mut Child) {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}
