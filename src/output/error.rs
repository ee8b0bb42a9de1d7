//! What can go wrong while a site is written, told to the person who runs the build.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub enum OutputError {
    /// The folder holds files and was not written by this program.
    NotOurs {
        folder: PathBuf,
        example: String,
    },
    NotAFolder {
        path: PathBuf,
    },
    /// Another build holds the lock.
    Busy {
        folder: PathBuf,
        process: Option<String>,
    },
    BrokenManifest {
        why: String,
    },
    NewerManifest {
        version: u32,
    },
    BadPath {
        path: String,
        why: String,
    },
    /// Two names that are one on a disk that ignores case or Unicode form, or a file where a folder must be.
    SameName {
        first: String,
        second: String,
    },
    /// Somebody else's file lies where the site wants to write.
    Foreign {
        path: String,
    },
    /// A link lies where a folder of the program's own belongs.
    Planted {
        path: PathBuf,
    },
    /// A folder that the program holds does not lie where it lay when it began.
    Moved {
        path: PathBuf,
    },
    /// The new site was being moved into place file by file and could not be finished.
    Mixed {
        why: String,
    },
    Io {
        doing: &'static str,
        path: PathBuf,
        error: io::Error,
    },
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs { folder, example } => write!(
                f,
                "โฟลเดอร์ {} มีไฟล์ที่ prongsai ไม่ได้เขียน (เช่น {example}) จึงไม่เขียนเว็บลงไป \
                 โปรดเลือกโฟลเดอร์ว่างหรือโฟลเดอร์ใหม่ด้วย --out",
                folder.display()
            ),
            Self::NotAFolder { path } => write!(f, "{} เป็นไฟล์ ไม่ใช่โฟลเดอร์ โปรดเลือกชื่ออื่นด้วย --out", path.display()),
            Self::Busy { folder, process } => {
                write!(f, "มีการสร้างเว็บลงโฟลเดอร์ {} อยู่แล้ว", folder.display())?;
                if let Some(process) = process {
                    write!(f, " (โปรเซส {process})")?;
                }
                f.write_str(" โปรดรอให้เสร็จแล้วสั่งใหม่")
            }
            Self::BrokenManifest { why } => write!(
                f,
                "บันทึกรายชื่อไฟล์ (.prongsai/manifest.json) ในโฟลเดอร์เว็บเสีย: {why} \
                 โปรดย้ายโฟลเดอร์เว็บเดิมไปเก็บที่อื่นแล้วสร้างใหม่"
            ),
            Self::NewerManifest { version } => {
                write!(f, "โฟลเดอร์เว็บนี้สร้างด้วย prongsai รุ่นใหม่กว่า (บันทึกรุ่น {version}) โปรดใช้โปรแกรมรุ่นล่าสุด")
            }
            Self::BadPath { path, why } => write!(f, "ใช้ชื่อไฟล์ {path:?} ในเว็บไม่ได้: {why}"),
            Self::SameName { first, second } if first == second => {
                write!(f, "มีสองหน้าที่จะเขียนลงที่เดียวกันคือ \"{first}\" (หรือเป็นทั้งไฟล์และโฟลเดอร์) โปรดเปลี่ยนชื่อหน้าหนึ่ง")
            }
            Self::SameName { first, second } => {
                write!(f, "\"{first}\" กับ \"{second}\" เป็นชื่อเดียวกันบน Windows, macOS และแฟลชไดรฟ์ โปรดเปลี่ยนชื่อหนึ่ง")
            }
            Self::Foreign { path } => write!(
                f,
                "ในโฟลเดอร์เว็บมี \"{path}\" ที่ prongsai ไม่ได้เขียน และตรงกับที่เว็บต้องใช้ \
                 โปรดย้ายหรือลบก่อน (prongsai ไม่เขียนทับไฟล์ของผู้อื่น)"
            ),
            Self::Planted { path } => write!(
                f,
                "{} เป็นทางลัด (symlink) ที่ prongsai ไม่ได้สร้าง จึงไม่แตะต้องสิ่งที่อยู่ปลายทาง โปรดลบทางลัดนี้แล้วสั่งใหม่",
                path.display()
            ),
            Self::Moved { path } => write!(
                f,
                "{} ถูกย้ายหรือถูกแทนที่ระหว่างที่ prongsai ทำงาน จึงหยุดไว้และไม่แตะต้องสิ่งที่มาอยู่แทน โปรดตรวจโฟลเดอร์นี้แล้วสั่งใหม่",
                path.display()
            ),
            Self::Mixed { why } => {
                write!(f, "{why}\nเว็บตอนนี้มีทั้งไฟล์เดิมและไฟล์ใหม่ปนกัน เมื่อแก้เหตุนี้แล้วสั่ง build อีกครั้ง จะทำต่อจนครบ")
            }
            Self::Io { doing, path, error } => {
                let path = path.display();
                match error.kind() {
                    io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                        write!(f, "เนื้อที่ดิสก์เต็มขณะ{doing} {path} เว็บเดิมยังอยู่ครบ โปรดเพิ่มเนื้อที่แล้วสั่งใหม่")
                    }
                    io::ErrorKind::PermissionDenied => write!(f, "ไม่มีสิทธิ์{doing} {path}"),
                    io::ErrorKind::ReadOnlyFilesystem => write!(f, "{doing} {path} ไม่ได้ เพราะดิสก์เป็นแบบอ่านอย่างเดียว"),
                    _ => write!(f, "{doing} {path} ไม่ได้: {error}"),
                }
            }
        }
    }
}

impl OutputError {
    /// Of what stopped a site while it was moved into place file by file: the old one is not whole any more.
    pub fn mixed(self) -> Self {
        let full = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded];
        let why = match &self {
            Self::Mixed { .. } => return self,
            Self::Io { doing, path, error } if full.contains(&error.kind()) => {
                format!("เนื้อที่ดิสก์เต็มขณะ{doing} {}", path.display())
            }
            other => other.to_string(),
        };
        Self::Mixed { why }
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { error, .. } => Some(error),
            _ => None,
        }
    }
}

/// Puts the deed and the path on an I/O error; `doing` reads as a Thai verb phrase.
pub trait While<T> {
    fn doing(self, doing: &'static str, path: &Path) -> Result<T, OutputError>;
}

impl<T> While<T> for io::Result<T> {
    fn doing(self, doing: &'static str, path: &Path) -> Result<T, OutputError> {
        self.map_err(|error| OutputError::Io { doing, path: path.to_owned(), error })
    }
}
