//! One zip of the whole site, for those who upload through a panel or hand it to the web's keeper. Equal sites give
//! equal bytes; the old file stays until the new one is whole.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::plan::{PublishPlan, PublishStep, StepKind};
use super::trouble::{Trouble, Why, of_disk};
use super::{BuiltSite, News, Teller, Whole};
use crate::folder::Folder;
use crate::output::{MANIFEST_PATH, Manifest};

pub struct ZipTarget {
    path: PathBuf,
    /// The folder in which it lies, as soon as it is there, and its name.
    around: Option<Folder>,
    name: PathBuf,
}

impl ZipTarget {
    pub fn new(path: PathBuf) -> Self {
        let around = Folder::hold(path.parent().unwrap_or(Path::new(""))).ok();
        let name = path.file_name().map(PathBuf::from).unwrap_or_default();
        Self { path, around, name }
    }

    fn failed(&self, error: &zip::result::ZipError) -> Trouble {
        match error {
            zip::result::ZipError::Io(error) => of_disk("เขียน", &self.path, error),
            other => Trouble::new(Why::Refused, format!("เขียน `{}` ไม่ได้: {other}", self.path.display())),
        }
    }
}

impl Whole for ZipTarget {
    fn published(&mut self) -> Result<Option<Manifest>, Trouble> {
        let Some(around) = self.around.as_ref().filter(|around| around.has(&self.name)) else { return Ok(None) };
        let foreign = || {
            Trouble::new(
                Why::Foreign,
                format!("`{}` มีอยู่แล้วและไม่ใช่เว็บที่ prongsai สร้าง จึงไม่เขียนทับ เลือกชื่ออื่น", self.path.display()),
            )
        };
        let file = around.open(&self.name).map_err(|_| foreign())?;
        let mut archive = ZipArchive::new(file).map_err(|_| foreign())?;
        let mut entry = archive.by_name(MANIFEST_PATH).map_err(|_| foreign())?;
        let mut text = String::new();
        entry.read_to_string(&mut text).map_err(|_| foreign())?;
        Manifest::read(&text).map(Some).map_err(|_| foreign())
    }

    fn replace(&mut self, site: &BuiltSite, _: &PublishPlan, told: Teller<'_>) -> Result<(), Trouble> {
        let failed = |error: std::io::Error| of_disk("เขียน", &self.path, &error);
        let around = match &self.around {
            Some(around) => around.clone(),
            None => Folder::hold(self.path.parent().unwrap_or(Path::new(""))).map_err(failed)?,
        };
        let (part, file) = around.create_beside(&self.name).map_err(failed)?;
        let written = self.write(file, site, told);
        let placed = written.and_then(|()| around.rename(&part, &around, &self.name).map_err(failed));
        if placed.is_err() {
            let _ = around.remove_file(&part); // on a full disk it only takes room
        }
        placed
    }
}

impl ZipTarget {
    fn write(&self, file: File, site: &BuiltSite, told: Teller<'_>) -> Result<(), Trouble> {
        let mut zip = ZipWriter::new(std::io::BufWriter::new(file));
        // Neither the clock nor this system leaves a trace in the bytes.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o644)
            .system(zip::System::Unix);
        let mut put = |path: &str, bytes: &[u8]| -> Result<(), Trouble> {
            let large = bytes.len() as u64 >= u64::from(u32::MAX);
            zip.start_file(path, options.large_file(large)).map_err(|error| self.failed(&error))?;
            zip.write_all(bytes).map_err(|error| of_disk("เขียน", &self.path, &error))
        };
        for (path, record) in &site.manifest.entries {
            put(path, &site.read(path, *record)?)?;
            told(News::Done(&PublishStep { path: path.clone(), what: StepKind::Put(*record) }));
        }
        put(MANIFEST_PATH, site.manifest_text.as_bytes())?;
        let file = zip.finish().map_err(|error| self.failed(&error))?;
        file.into_inner()
            .map_err(|error| of_disk("เขียน", &self.path, error.error()))?
            .sync_all()
            .map_err(|error| of_disk("เขียน", &self.path, &error))
    }
}
