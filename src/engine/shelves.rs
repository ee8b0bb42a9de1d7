//! Where the engine's documents come from: read anew whenever they are asked for, or kept from one look to the next.
//! Both give the same documents and the same findings for the same files.

use std::sync::Arc;

use crate::engine::library::{Library, Touched};
use crate::finding::{Finding, Findings};
use crate::model::{self, attachments};
use crate::preview::DiskChanges;
use crate::source::attachment::Inspection;
use crate::source::{Document, FileEntry, Files};
use crate::standards::Standards;

pub enum Shelves {
    /// Nothing is kept: what a build needs to remember does not grow with the pages.
    Empty {
        files: Box<dyn Files>,
        /// Until they are shared out.
        entries: Vec<FileEntry>,
        listing: Vec<Finding>,
    },
    Kept(Library),
}

impl Shelves {
    pub fn empty(files: Box<dyn Files>) -> Self {
        Self::Empty { files, entries: Vec::new(), listing: Vec::new() }
    }

    pub fn kept(&self) -> Option<&Library> {
        match self {
            Self::Empty { .. } => None,
            Self::Kept(library) => Some(library),
        }
    }

    pub fn files(&self) -> &dyn Files {
        match self {
            Self::Empty { files, .. } => &**files,
            Self::Kept(library) => library.files(),
        }
    }

    /// Looks at the folder; an error says that it cannot be read.
    pub fn refresh(&mut self, changes: &DiskChanges, standards: &Standards) -> std::io::Result<Touched> {
        match self {
            Self::Empty { files, entries, listing } => {
                let mut findings = Findings::default();
                *entries = files.list(&mut findings)?;
                *listing = findings.into_vec();
                let paths = entries.iter().map(|entry| entry.path.clone()).collect();
                Ok(Touched { paths, names_changed: true })
            }
            Self::Kept(library) => Ok(library.refresh(changes, standards)),
        }
    }

    /// What listing the folder found.
    pub fn listing(&self) -> Vec<Finding> {
        match self {
            Self::Empty { listing, .. } => listing.clone(),
            Self::Kept(library) => library.listing.clone(),
        }
    }

    /// Every file of the content folder, sorted by path; empty shelves hand them over.
    pub fn entries(&mut self) -> Vec<FileEntry> {
        match self {
            Self::Empty { entries, .. } => std::mem::take(entries),
            Self::Kept(library) => library.entries(),
        }
    }

    /// Every document is read again: the old ones were read by other rules.
    pub fn forget(&mut self, standards: &Standards) {
        if let Self::Kept(library) = self {
            library.forget();
            library.refresh(&DiskChanges::everything(), standards);
        }
    }

    /// What differs whenever a file was read anew; nothing is ever the same where nothing is kept.
    pub fn reading(&self, path: &str) -> u64 {
        match self {
            Self::Empty { .. } => 0,
            Self::Kept(library) => library.shelf(path).map_or(0, |shelf| shelf.reading),
        }
    }

    /// The documents and other files among `entries`, with what reading them found.
    pub fn documents(
        &self,
        entries: &[FileEntry],
        standards: &Standards,
        findings: &mut Findings,
    ) -> (Vec<Arc<Document>>, Vec<FileEntry>) {
        let library = match self {
            Self::Empty { files, .. } => return model::read_documents(&**files, entries, standards, findings),
            Self::Kept(library) => library,
        };
        let mut documents = Vec::new();
        let mut others = Vec::new();
        for entry in entries {
            let Some(shelf) = library.shelf(&entry.path) else { continue };
            // Why a file is broken is told apart from what is said of its last good version.
            if !shelf.broken {
                findings.extend(shelf.findings.iter().cloned());
            }
            match &shelf.document {
                Some(document) => documents.push(Arc::clone(document)),
                None if super::known::is_document(entry) => {}
                None => others.push(entry.clone()),
            }
        }
        (documents, others)
    }

    /// One document, with no word of what is wrong in it.
    pub fn document(&self, entry: &FileEntry, standards: &Standards) -> Option<Arc<Document>> {
        self.documents(std::slice::from_ref(entry), standards, &mut Findings::default()).0.pop()
    }

    /// What an attached file is, with what reading it found.
    pub fn inspection(&self, entry: &FileEntry, findings: &mut Findings) -> Arc<Inspection> {
        match self {
            Self::Empty { files, .. } => Arc::new(attachments::look(&**files, entry, findings)),
            Self::Kept(library) => library.inspection(entry, findings),
        }
    }
}
