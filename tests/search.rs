//! Search: the fold is one in Rust and in JavaScript, and the written files answer every query as a plain substring
//! search over the same texts does. The real page is driven by `tests/browser/search/search.mjs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use prongsai::search::{
    AgencyIndex, JoinedIndex, ListChange, Merger, RecordKind, SearchFile, SearchRecord, build_agency, cover, fold,
    fold_js, merge, rejoin, shard_of, variants, without_tones,
};

const THEME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/prongsai/assets/js");

fn record(number: usize, agency: &str, title: &str, text: &str) -> SearchRecord {
    SearchRecord {
        url: format!("{agency}/2564/{number}/"),
        title: title.to_owned(),
        code: Some(format!("{}-{number:02}", number % 4 + 1)),
        kind: RecordKind::ALL[number % RecordKind::ALL.len()],
        agency: agency.to_owned(),
        agency_name: format!("อบต.{agency}"),
        year: Some(2560 + (number % 7) as u16),
        dimension: Some((number % 4 + 1) as u8),
        status: (!number.is_multiple_of(3)).then(|| "ดำเนินการแล้วเสร็จ".to_owned()),
        text: text.to_owned(),
        heads: vec![format!("ชื่ออื่น {number}")],
        facts: vec![format!("{}000 บาท", number + 3)],
    }
}

/// Sentences of the sample portal, in turns: records with real words that share many of them.
fn portal(agencies: usize, each: usize) -> Vec<(String, Vec<SearchRecord>)> {
    let mut lines: Vec<String> = Vec::new();
    for name in ["na-kok/2564/plan.md", "na-kok/2564/report-12m.md", "tha-samet/2563/plan.md"] {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/content/").to_owned() + name;
        let text = fs::read_to_string(path).unwrap();
        lines.extend(text.lines().filter(|line| line.chars().count() > 20).map(str::to_owned));
    }
    (0..agencies)
        .map(|agency| {
            let slug = format!("a{agency}");
            let records = (0..each).map(|number| {
                let at = agency * 31 + number * 7;
                let text = [at, at * 3 + 1, at * 5 + 2].map(|at| lines[at % lines.len()].as_str()).join("\n");
                record(number, &slug, &lines[(at * 11 + 5) % lines.len()], &text)
            });
            (slug.clone(), records.collect())
        })
        .collect()
}

/// What a browser does, over the files alone.
struct Reader {
    base: String,
    files: BTreeMap<String, String>,
}

impl Reader {
    fn new(base: &str, files: Vec<SearchFile>) -> Self {
        let files = files.into_iter().map(|file| (file.path, String::from_utf8(file.bytes).unwrap()));
        Self { base: base.to_owned(), files: files.collect() }
    }

    fn data(&self, path: &str) -> &str {
        let file = self.files.get(&format!("{path}.js")).unwrap_or_else(|| panic!("{path} was not written"));
        let start = format!("prongsaiSearch.put(\"{path}\",");
        file.strip_prefix(start.as_str()).and_then(|rest| rest.strip_suffix(");\n")).expect("a script of one call")
    }

    fn number(&self, path: &str, name: &str) -> u32 {
        let meta = self.data(path);
        let at = meta.find(&format!("{name}:")).unwrap() + name.len() + 1;
        meta[at..].split([',', '}']).next().unwrap().parse().unwrap()
    }

    fn volumes(&self) -> usize {
        let root = self.data(&format!("{}/root", self.base));
        root[..root.find(']').unwrap()].matches('"').count() / 2
    }

    /// The records of a volume that have all grams of a query, by number.
    fn candidates(&self, volume: usize, query: &str, loose: bool) -> BTreeSet<u32> {
        let base = format!("{}/{volume}", self.base);
        let meta = format!("{base}/meta");
        let (total, shards, longest) = (self.number(&meta, "n"), self.number(&meta, "s"), self.number(&meta, "l"));
        let mut found: BTreeSet<u32> = (0..total).collect();
        for gram in cover(query, if loose { 3 } else { longest as usize }, 8) {
            let shard = self.data(&format!("{base}/{}", shard_of(&gram, shards)));
            let lists = shard.split_once(&format!("#{gram}!")).map_or("", |(_, rest)| rest.split('#').next().unwrap());
            let mut lists = lists.split('!');
            let mut having = unpack(lists.next().unwrap_or(""), total);
            if loose {
                having.extend(unpack(lists.nth(1).unwrap_or(""), total));
            }
            found.retain(|number| having.contains(number));
        }
        found
    }
}

fn unpack(list: &str, total: u32) -> BTreeSet<u32> {
    let mut numbers = BTreeSet::new();
    let (mut next, mut number, mut shift) = (0, 0, 0);
    for letter in list.trim_start_matches('$').bytes() {
        let ends = letter > 92;
        number |= u32::from(letter - if ends { 93 } else { 48 }) << shift;
        shift += 5;
        if ends {
            numbers.insert(next + number);
            next += number + 1;
            (number, shift) = (0, 0);
        }
    }
    if list.starts_with('$') { (0..total).filter(|number| !numbers.contains(number)).collect() } else { numbers }
}

fn indexed(portal: &[(String, Vec<SearchRecord>)]) -> (Vec<AgencyIndex>, Vec<SearchFile>) {
    let mut texts = Vec::new();
    let indexes = portal.iter().map(|(slug, records)| {
        let mut index = build_agency(records, slug);
        texts.extend(index.take_texts());
        index
    });
    (indexes.collect(), texts)
}

fn pieces(records: &[&SearchRecord], length: usize, count: usize) -> Vec<String> {
    let mut found = Vec::new();
    for (number, record) in records.iter().cycle().enumerate().take(count) {
        let letters: Vec<char> = record.text.chars().collect();
        let from = number * 37 % letters.len().saturating_sub(length).max(1);
        let piece = fold(&letters.iter().skip(from).take(length).collect::<String>());
        if piece.chars().count() > 1 {
            found.push(piece);
        }
    }
    found
}

#[test]
fn the_grams_of_any_piece_of_a_text_find_it_and_short_ones_find_nothing_else() {
    for portal in [portal(3, 60), portal(4, 600)] {
        let records: Vec<&SearchRecord> = portal.iter().flat_map(|(_, records)| records).collect();
        let folded: Vec<String> = records.iter().map(|record| record.folded()).collect();
        let (indexes, _) = indexed(&portal);
        let reader = Reader::new("search", merge("", indexes.iter()));
        let longest = reader.number("search/0/meta", "l") as usize;
        assert_eq!(longest, if records.len() > 2_000 { 4 } else { 3 });
        for length in [2, 3, 4, 5, 9, 17, 40] {
            for piece in pieces(&records, length, 25) {
                let holds = |number: &usize| folded[*number].contains(&piece);
                let expected: BTreeSet<u32> = (0..folded.len()).filter(holds).map(|number| number as u32).collect();
                let found = reader.candidates(0, &piece, false);
                assert!(!expected.is_empty() && found.is_superset(&expected), "{piece} was missed");
                assert!(piece.chars().count() > longest || found == expected, "{piece} found too much");
            }
        }
    }
}

#[test]
fn the_forgiving_pass_finds_whatever_differs_in_tone_marks_only() {
    let portal = portal(2, 60);
    let records: Vec<&SearchRecord> = portal.iter().flat_map(|(_, records)| records).collect();
    let (indexes, _) = indexed(&portal);
    let reader = Reader::new("search", merge("", indexes.iter()));
    for length in [3, 6, 12] {
        for piece in pieces(&records, length, 40).iter().map(|piece| without_tones(piece)) {
            let holds = |number: &usize| without_tones(&records[*number].folded()).contains(piece.trim());
            let expected: BTreeSet<u32> = (0..records.len()).filter(holds).map(|number| number as u32).collect();
            if piece.trim().chars().count() > 1 {
                let found = reader.candidates(0, piece.trim(), true);
                assert!(found.is_superset(&expected), "{piece} was missed");
            }
        }
    }
}

#[test]
fn an_agency_has_its_own_index_and_shares_its_texts_with_the_portal() {
    let portal = portal(2, 30);
    let (indexes, texts) = indexed(&portal);
    assert!(texts.iter().all(|file| file.path.starts_with("a0/search/t") || file.path.starts_with("a1/search/t")));
    let whole: String = texts.iter().map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).collect();
    for record in portal.iter().flat_map(|(_, records)| records) {
        assert_eq!(whole.matches(&format!("\"{}\"", record.url)).count(), 1, "{}", record.url);
    }
    let own = Reader::new("a1/search", indexes[1].artifacts());
    let piece = fold(&portal[1].1[7].text.chars().skip(3).take(12).collect::<String>());
    assert!(own.candidates(0, &piece, false).contains(&7));
    assert!(own.files.keys().all(|path| path.starts_with("a1/search/")));
}

#[test]
fn volumes_keep_whole_agencies_and_are_given_out_as_they_fill() {
    let short = |slug: &str, number: usize| record(number, slug, "ประกาศ", &format!("ของ{slug} ฉบับที่ {number}"));
    let portal: Vec<(String, Vec<SearchRecord>)> = ["หนึ่ง", "สอง", "สาม", "สี่", "ห้า"]
        .map(|slug| (slug.to_owned(), (0..8_000).map(|number| short(slug, number)).collect()))
        .into();
    let mut merger = Merger::new("");
    let mut files = Vec::new();
    for (number, (slug, records)) in portal.iter().enumerate() {
        let complete = merger.push(&build_agency(records, slug));
        assert_eq!(complete.is_empty(), number % 2 == 1 || number == 0, "after agency {number}");
        files.extend(complete);
    }
    files.extend(merger.finish().0);
    let reader = Reader::new("search", files);
    assert_eq!(reader.volumes(), 3);
    for (number, (_, records)) in portal.iter().enumerate() {
        let at = (number % 2 * 8_000 + 777) as u32;
        assert!(reader.candidates(number / 2, &fold(&records[777].text), false).contains(&at));
    }
}

#[test]
fn equal_records_give_equal_bytes_and_a_stored_index_merges_alike() {
    let portal = portal(3, 40);
    let (indexes, texts) = indexed(&portal);
    let (again, again_texts) = indexed(&portal);
    assert_eq!(merge("", indexes.iter()), merge("", again.iter()));
    assert_eq!(texts, again_texts);
    let stored: Vec<AgencyIndex> =
        indexes.iter().map(|index| serde_json::from_str(&serde_json::to_string(index).unwrap()).unwrap()).collect();
    assert_eq!(merge("", indexes.iter()), merge("", stored.iter()));
}

/// All files by path, and what is remembered of them.
fn joined(indexes: &[AgencyIndex]) -> (BTreeMap<String, Vec<u8>>, JoinedIndex) {
    let mut merger = Merger::new("");
    let mut files: Vec<SearchFile> = indexes.iter().flat_map(|index| merger.push(index)).collect();
    let (last, joined) = merger.finish();
    files.extend(last);
    (files.into_iter().map(|file| (file.path, file.bytes)).collect(), joined)
}

#[test]
fn lists_of_some_agencies_are_exchanged_in_the_joined_ones() {
    // Small, large with the longest grams, and several volumes.
    for (agencies, each, rounds) in [(5, 30, 12), (8, 260, 2), (515, 1, 4)] {
        let before = portal(agencies, each);
        let (indexes, _) = indexed(&before);
        let (written, known) = joined(&indexes);
        let mut exchanged = 0;
        for round in 0..rounds {
            let mut after = before.clone();
            for (place, (_, records)) in after.iter_mut().enumerate().filter(|(place, _)| (place + round) % 3 == 0) {
                let record = &mut records[(round * 7 + place) % each];
                match round % 4 {
                    0 => record.text.push_str(" ถนนลูกรังสายใหม่ 17 ธันวาคม"),
                    1 => record.text = record.text.chars().skip(9).collect(),
                    2 => record.title = "ฎีกา ฬ".to_owned(),
                    _ => record.facts.push(format!("ฑ{place} {round}00 บาท")),
                }
            }
            let (now, _) = indexed(&after);
            let (expected, remembered) = joined(&now);
            let parts: Vec<_> =
                indexes.iter().zip(&now).map(|(old, new)| (old.clone().parted(), new.clone().parted())).collect();
            let changes: Vec<ListChange<'_>> = parts
                .iter()
                .enumerate()
                .filter(|(_, ((_, old), (_, new)))| old != new)
                .map(|(place, ((_, before), (_, after)))| ListChange { place, before, after })
                .collect();
            let read = |path: &str| written.get(path).cloned();
            let outlines = || parts.iter().map(|(_, (outline, _))| outline);
            let Some(done) = rejoin(outlines(), &known, &changes, &read) else { continue };
            exchanged += 1;
            assert_eq!(done.joined, remembered);
            let rewritten = done.files.len();
            let mut files: BTreeMap<String, Vec<u8>> =
                done.files.into_iter().map(|file| (file.path, file.bytes)).collect();
            assert_eq!(files.len(), rewritten, "no file is given twice");
            for path in done.stays {
                assert!(files.insert(path.clone(), written[&path].clone()).is_none(), "{path} stays and changes");
            }
            assert!(files == expected, "{agencies} agencies, round {round}");
            // Shards that are not what they were are noticed, or another agency's records have moved.
            assert!(rejoin(outlines(), &known, &changes, &|_| Some(b"other".to_vec())).is_none() || changes.is_empty());
            assert!(rejoin(outlines().skip(1), &known, &changes, &read).is_none());
        }
        // Where many change the shards are often counted anew, and all is joined.
        assert!(exchanged > 0, "none of {rounds} for {agencies} agencies of {each}");
    }
}

#[test]
fn nothing_to_index_and_hostile_text_are_both_fine() {
    let mut none = build_agency(&[], "empty");
    assert!(none.take_texts().is_empty() && none.records() == 0);
    assert!(none.artifacts().iter().any(|file| file.path == "empty/search/root.js"));
    let text = "</script><b>\"\\\u{2028}\u{0}\n#!$ \u{1f600} ก้\u{e4d}า";
    let mut index = build_agency(&[record(0, "a", text, text)], "a");
    let mut files = index.take_texts();
    files.extend(index.artifacts());
    let Some(node) = node() else { return };
    for file in files.into_iter().filter(|file| file.path.ends_with(".js")) {
        let program = format!("globalThis.prongsaiSearch={{put(){{}}}};{}", String::from_utf8(file.bytes).unwrap());
        assert_eq!(run(&node, &program, ""), "", "{}", file.path);
    }
}

#[test]
fn the_scripts_served_are_those_of_the_table_and_small() {
    let path = format!("{THEME}/search-fold.js");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, fold_js()).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap();
    assert!(committed == fold_js(), "{path} is stale; BLESS=1 writes it anew");
    let search = fs::read_to_string(format!("{THEME}/search.js")).unwrap();
    let theme = prongsai::theme::load(prongsai::theme::DEFAULT, None).unwrap();
    let sent = ["search-fold.js", "search.js"].map(|name| theme.assets[&format!("assets/js/{name}")].clone());
    let size: usize = sent.iter().map(Vec::len).sum();
    assert!(size <= 12_350, "the scripts of search have grown to {size} bytes");
    // What a reader's line carries, of the 15 KB that all scripts of a page may take.
    let packed: usize = sent.iter().map(|script| packed(script)).sum();
    assert!(packed <= 6_450, "the scripts of search are {packed} bytes on the line");
    for forbidden in ["innerHTML", "eval(", "new Function", "fetch(", "http:", "https:", ".style"] {
        assert!(!search.contains(forbidden), "{forbidden} would need a weaker policy");
    }
}

fn packed(bytes: &[u8]) -> usize {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap().len()
}

#[test]
fn the_fold_is_the_same_in_rust_and_in_javascript() {
    let Some(node) = node() else { return };
    let mut texts: Vec<String> =
        variants().into_iter().flatten().map(|word| word.trim_start_matches('<').to_owned()).collect();
    texts.extend(portal(1, 60).into_iter().flat_map(|(_, records)| records).map(|record| record.text));
    // Letters that the table treats in every way, thrown together.
    let letters: Vec<char> =
        "กนเแำาํ่้ีิ์็ๆฯ๑๙0,9. \u{a0}\u{200b}\u{feff}AzÀßé\u{e4e}\u{e3a}฿漢😀\u{2028}\nѢ-".chars().collect();
    let mut state = 1_u64;
    for length in 0..4_000 {
        let text = (0..length % 23).map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            letters[(state >> 33) as usize % letters.len()]
        });
        texts.push(text.collect());
    }
    texts.extend((0..=0x10ffff).step_by(7).filter_map(char::from_u32).map(|letter| format!("a{letter}b")));
    let program = fold_js()
        + "const texts=JSON.parse(require('fs').readFileSync(0,'utf8'));
           console.log(JSON.stringify(texts.map(t=>[prongsaiFold.fold(t),prongsaiFold.fold(t).replace(prongsaiFold.tones,'')])))";
    let out = run(&node, &program, &serde_json::to_string(&texts).unwrap());
    let folded: Vec<(String, String)> = serde_json::from_str(&out).unwrap();
    assert_eq!(folded.len(), texts.len());
    for (text, (theirs, toneless)) in texts.iter().zip(folded) {
        assert_eq!(fold(text), theirs, "{text:?}");
        assert_eq!(without_tones(&theirs), toneless, "{text:?}");
        assert_eq!(fold(&theirs), theirs, "folding twice changes {text:?}");
    }
}

#[test]
fn heads_and_facts_are_found_and_the_homes_of_a_large_portal_are_told_by_name() {
    let home = |slug: &str, name: &str| SearchRecord {
        kind: RecordKind::Agency,
        heads: vec![name.to_owned(), format!("อบต.{name}")],
        facts: vec!["042620976".to_owned()],
        ..record(0, slug, &format!("องค์การบริหารส่วนตำบล{name}"), "หน้าแรก")
    };
    let filler = |slug: &str, number: usize| record(number, slug, "ประกาศ", &format!("ฉบับที่ {number} ของนาดี"));
    let mut portal: Vec<(String, Vec<SearchRecord>)> =
        ["ก", "ข", "ค"].map(|slug| (slug.to_owned(), (1..9_000).map(|number| filler(slug, number)).collect())).into();
    portal[2].1.insert(1, home("ค", "นาดี"));
    let (indexes, _) = indexed(&portal);
    let reader = Reader::new("search", merge("", indexes.iter()));
    assert_eq!(reader.volumes(), 3);
    assert!(reader.candidates(2, "042620976", false).contains(&1));
    // Volume 2, record 1, as numbers of one letter each.
    for name in ["นาดี", "อบต นาดี", "องค์การบริหารส่วนตำบลนาดี"]
    {
        let mut told = reader.files.iter().filter(|(path, _)| path.starts_with("search/names/"));
        assert!(told.any(|(_, names)| names.contains(&format!("#{name}!_^#"))), "{name}");
    }
    let (indexes, _) = indexed(&portal[2..]);
    let small = Reader::new("search", merge("", indexes.iter()));
    assert!(!small.files.contains_key("search/names/0.js"), "one volume needs no list of names");
}

/// Node, where it is installed; `PRONGSAI_NODE=required` makes its absence a failure.
fn node() -> Option<String> {
    let works = Command::new("node").arg("--version").output().is_ok_and(|output| output.status.success());
    assert!(works || std::env::var_os("PRONGSAI_NODE").is_none(), "node is required but does not run");
    if !works {
        eprintln!("skipped: node does not run here");
    }
    works.then(|| "node".to_owned())
}

fn run(node: &str, program: &str, input: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("program.cjs");
    fs::write(&path, program).unwrap();
    let mut child =
        Command::new(node).arg(&path).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("node starts");
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    // A program that never reads its input closes the pipe early, which is its own affair.
    let _ = writer.join();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

impl Reader {
    /// Everything that a question put to the first volume reads before its first ten results stand there, at worst.
    fn first_question(&self, query: &str, texts: &BTreeMap<String, String>) -> usize {
        let base = format!("{}/0", self.base);
        let meta = format!("{base}/meta");
        let (shards, longest) = (self.number(&meta, "s"), self.number(&meta, "l"));
        let mut asked = BTreeSet::from([format!("{}/root", self.base), meta]);
        for word in fold(query).split(' ') {
            let grams = cover(word, longest as usize, 8);
            asked.extend(grams.iter().map(|gram| format!("{base}/{}", shard_of(gram, shards))));
        }
        let size = |path: &String| packed(self.files[&format!("{path}.js")].as_bytes());
        let names = self.files.iter().filter(|(path, _)| path.starts_with(&format!("{}/names/", self.base)));
        let names = names.map(|(_, text)| packed(text.as_bytes())).max().unwrap_or(0);
        let mut shown: Vec<usize> = texts.values().map(|text| packed(text.as_bytes())).collect();
        shown.sort_unstable_by(|a, b| b.cmp(a));
        asked.iter().map(size).sum::<usize>() + names + shown.iter().take(10).sum::<usize>()
    }
}

#[test]
fn a_first_question_stays_small_however_many_authorities_there_are() {
    // With as much as most of them have, and with hardly anything: then a volume would be of thousands.
    for (agencies, each) in [(60, 54), (1_300, 2)] {
        let portal = portal(agencies, each);
        let (indexes, texts) = indexed(&portal);
        let texts: BTreeMap<String, String> =
            texts.into_iter().map(|file| (file.path, String::from_utf8(file.bytes).unwrap())).collect();
        let reader = Reader::new("search", merge("", indexes.iter()));
        if agencies > 512 {
            assert_eq!(reader.volumes(), agencies.div_ceil(512));
        }
        let long = &portal[3].1[1].title;
        for query in ["อบต.a7", "ป้องกันการทุจริต", "คู่มือ ผลประโยชน์ทับซ้อน ปี 2564", long]
        {
            let size = reader.first_question(query, &texts);
            assert!(size <= 100_000, "{agencies} × {each}: {query}: {size} bytes");
        }
    }
}
