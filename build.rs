//! Embeds the built-in themes, so that the program is one file, and makes a constant of each finding code that
//! `src/finding/codes/*.toml` explains.

use std::fmt::Write as _;
use std::hash::Hasher as _;
use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let themes = root.join("themes");
    let mut files = Vec::new();
    walk(&themes, &mut files)?;
    files.sort();
    let mut code = String::from("pub static EMBEDDED: &[(&str, &[u8])] = &[\n");
    for file in &files {
        let name = file.strip_prefix(&themes).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let _ = writeln!(code, "    ({name:?}, include_bytes!({:?})),", file.to_string_lossy());
    }
    code.push_str("];\n");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    std::fs::write(out.join("themes.rs"), code)?;
    std::fs::write(out.join("codes.rs"), codes(&root.join("src/finding/codes"))?)?;
    println!("cargo::rerun-if-changed={}", themes.display());
    println!("cargo::rustc-env=PRONGSAI_SOURCES={:016x}", fingerprint(&root, files)?);
    Ok(())
}

/// The registry as constants: `pub const S001: Code = Code("S001");`, and all of them in order.
fn codes(folder: &Path) -> std::io::Result<String> {
    let mut files = Vec::new();
    walk(folder, &mut files)?;
    let mut names = Vec::new();
    for file in &files {
        let text = std::fs::read_to_string(file)?;
        let stated = text.lines().filter_map(|line| line.strip_prefix("code = \"")?.strip_suffix('"'));
        names.extend(stated.map(str::to_owned));
    }
    names.sort();
    let mut code = String::new();
    for name in &names {
        let _ = writeln!(code, "pub const {name}: Code = Code({name:?});");
    }
    let _ = writeln!(code, "pub const ALL: [Code; {}] = [{}];", names.len(), names.join(", "));
    Ok(code)
}

/// Of everything that the program is made from: a result that another program made is never taken for its own.
fn fingerprint(root: &Path, mut files: Vec<PathBuf>) -> std::io::Result<u64> {
    walk(&root.join("src"), &mut files)?;
    files.extend(
        ["build.rs", "Cargo.toml", "Cargo.lock"].map(|name| root.join(name)).into_iter().filter(|path| path.is_file()),
    );
    files.sort();
    let mut hasher = std::hash::DefaultHasher::new();
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        hasher.write(name.as_bytes());
        hasher.write(&std::fs::read(&file)?);
    }
    Ok(hasher.finish())
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
