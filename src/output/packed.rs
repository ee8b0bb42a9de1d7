//! Packed copies beside the files of a site, `page.html.gz` and `page.html.br`, for servers that hand them out as they
//! are. Made of what was put, so that they are always of the same bytes; unchanged files keep the copies they have.

use std::io::Write;

use flate2::{Compression, GzBuilder};
use rayon::prelude::*;

use super::error::OutputError;
use super::stage::OutputStage;

/// Below this a copy saves nothing: it fits into the first packet of an answer either way.
const LEAST: u64 = 860;

/// What is words inside. Pictures, fonts and office papers are packed already.
const KINDS: [&str; 12] =
    ["html", "css", "js", "json", "jsonld", "csv", "svg", "xml", "txt", "ics", "atom", "webmanifest"];

type Packer = fn(&[u8]) -> Vec<u8>;

const WAYS: [(&str, Packer); 2] = [(".gz", gzip), (".br", brotli)];

/// The file of which this path is a packed copy, going by its name.
pub fn original_of(path: &str) -> Option<&str> {
    WAYS.iter().find_map(|(ending, _)| path.strip_suffix(ending)).filter(|original| is_packable(original))
}

fn is_packable(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, kind)| KINDS.contains(&kind))
}

impl OutputStage<'_> {
    /// Puts the packed copies of all that was put so far. Two bytes saved are not worth a file: only smaller ones count.
    pub fn pack(&self) -> Result<(), OutputError> {
        self.packable(LEAST, is_packable).into_par_iter().try_for_each(|(path, changed)| {
            if !changed && self.keeps_copies(&path)? {
                return Ok(());
            }
            let bytes = self.bytes_of(&path, changed)?;
            for (ending, pack) in WAYS {
                let packed = pack(&bytes);
                if packed.len() < bytes.len() {
                    self.put(&format!("{path}{ending}"), &packed)?;
                }
            }
            Ok(())
        })
    }

    /// Takes over the copies of a file that did not change, if both are there.
    fn keeps_copies(&self, path: &str) -> Result<bool, OutputError> {
        let copies: Option<Vec<_>> = WAYS
            .iter()
            .map(|(ending, _)| {
                let copy = format!("{path}{ending}");
                let record = *self.known(&copy)?;
                Some((copy, record))
            })
            .collect();
        copies.map_or(Ok(false), |copies| self.keep(&copies))
    }
}

/// Without name and time, so that equal bytes give equal bytes.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    match packer.write_all(bytes).and_then(|()| packer.finish()) {
        Ok(packed) => packed,
        Err(_) => bytes.to_vec(), // into memory nothing fails; as large as it was, it is not kept
    }
}

/// At a strength that a site of some thousand pages can wait for: the last two steps cost ten times as much for 3 %.
fn brotli(bytes: &[u8]) -> Vec<u8> {
    let settings = brotli::enc::BrotliEncoderParams { quality: 9, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    match brotli::BrotliCompress(&mut &*bytes, &mut packed, &settings) {
        Ok(_) => packed,
        Err(_) => bytes.to_vec(),
    }
}
