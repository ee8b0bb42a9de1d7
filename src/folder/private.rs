//! A folder for the moment, for what programs that are called read and write: under a name that nobody could prepare, entered
//! by its owner alone, gone when dropped.

use std::io;
use std::path::{Path, PathBuf};

use super::{Folder, random_name};

pub struct PrivateRoom {
    around: Folder,
    name: String,
    folder: Folder,
    /// For those programs, which know no handles.
    path: PathBuf,
}

impl PrivateRoom {
    /// Where the system keeps what is for the moment.
    pub fn new() -> io::Result<Self> {
        Self::within(&Folder::hold(&std::env::temp_dir())?)
    }

    pub fn within(around: &Folder) -> io::Result<Self> {
        let name = format!("prongsai-{}", random_name());
        let folder = around.create_private(&name)?;
        // Before a colon in a relative one, rsync would see a host.
        let path = std::path::absolute(folder.path())?;
        Ok(Self { around: around.clone(), name, folder, path })
    }

    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts a file there; where it lies.
    pub fn write(&self, name: impl AsRef<Path>, bytes: &[u8]) -> io::Result<PathBuf> {
        let name = name.as_ref();
        self.folder.put_whole_with(name, bytes, |_| Ok(()))?;
        Ok(self.path.join(name))
    }
}

impl Drop for PrivateRoom {
    fn drop(&mut self) {
        let _ = self.around.remove_all(&self.name);
    }
}
