//! The procedure of publishing, the same for every host: what is there, whose it is, what must change, and each step in
//! its turn. Knows targets only as [`Host`] and [`Whole`].

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::diary::Arrived;
use super::plan::{KnownAtHost, PublishPlan, PublishStep};
use super::trouble::{Trouble, Why};
use super::{BuiltSite, Diary, Host, HostItem, News, OWN_FOLDERS, PublishTarget, Teller, Whole};
use crate::output::{FileRecord, Hash, Manifest};

#[derive(Clone, Debug, Default)]
pub struct PublishOptions {
    /// Only say what would be done.
    pub dry_run: bool,
    /// Take over from somebody who is said to be publishing.
    pub break_lock: bool,
    /// Re-read every file at the host, and send again what is not as it was published.
    pub audit: bool,
    /// Who publishes, for the lock.
    pub who: String,
    /// Seconds since 1970.
    pub now: u64,
    /// For the history.
    pub note: String,
    pub keep: usize,
}

#[derive(Clone, Debug, Default)]
pub struct PublishReport {
    pub plan: PublishPlan,
    /// Goes on from a publishing that was cut.
    pub resumed: bool,
    /// Files that somebody else had changed or removed.
    pub repaired: Vec<String>,
    /// Nothing had to be done.
    pub nothing: bool,
}

/// The lock at the host, and what a later run has to know if this one is cut.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct LockNote {
    /// Chosen by the publisher; its diary carries the same.
    mark: String,
    who: String,
    /// Seconds since 1970, by the publisher's clock.
    since: u64,
    /// Of the manifest that is on its way. Where it stands at the host, all of `puts` has arrived.
    content: Hash,
    puts: BTreeMap<String, FileRecord>,
    removes: BTreeSet<String>,
}

const NOTE_FILE: &str = "publishing.json";
const MANIFEST_FILE: &str = "manifest.json";
/// Shown when a host is said to hold somebody else's site.
const MOST_EXAMPLES: usize = 3;

pub fn publish(
    site: &BuiltSite,
    target: &mut PublishTarget,
    diary: &Diary,
    options: &PublishOptions,
    told: Teller<'_>,
) -> Result<PublishReport, Trouble> {
    let noted = |news: News<'_>| {
        diary.note(news);
        told(news);
    };
    let report = match target {
        PublishTarget::Whole(whole) => replace(site, &mut **whole, options, &noted)?,
        PublishTarget::Host(host) => carry(site, &mut **host, diary, options, &noted)?,
    };
    if !options.dry_run {
        // What is at the host already may be unknown here, when another machine published it or the store was lost.
        if !diary.ends_with(site) {
            diary.keep(site, &report.plan, options.now, &options.note, options.keep)?;
        }
    }
    Ok(report)
}

fn replace(
    site: &BuiltSite,
    whole: &mut dyn Whole,
    options: &PublishOptions,
    told: Teller<'_>,
) -> Result<PublishReport, Trouble> {
    let old = whole.published()?;
    let known: KnownAtHost = old.as_ref().map(|old| old.entries.clone()).unwrap_or_default();
    let plan = PublishPlan::between(&known, &known, &site.manifest);
    let nothing = plan.is_empty() && old.as_ref() == Some(&site.manifest);
    if !options.dry_run && (!nothing || options.audit) {
        whole.replace(site, &plan, told)?;
    }
    Ok(PublishReport { plan, nothing, ..PublishReport::default() })
}

fn carry(
    site: &BuiltSite,
    host: &mut dyn Host,
    diary: &Diary,
    options: &PublishOptions,
    told: Teller<'_>,
) -> Result<PublishReport, Trouble> {
    let there = There::look(host)?;
    let journal = diary.unfinished();
    let mine = match (&there.note, &journal) {
        (Some(note), Some((mark, _))) => note.mark == *mark,
        _ => false,
    };
    if there.manifest.is_none() && there.note.is_none() {
        refuse_foreign_site(host)?;
    }
    if let Some(note) = there.note.as_ref().filter(|_| !mine && !options.break_lock && !options.dry_run) {
        return Err(locked(note, options.now));
    }
    let arrived = journal.filter(|_| mine).map(|(_, arrived)| arrived);
    let (mut known, doubtful) = there.known(arrived.as_ref());
    look_again(host, &mut known, doubtful)?;
    let repaired = if options.audit {
        let all = known.keys().cloned().collect();
        look_again(host, &mut known, all)?
    } else {
        Vec::new()
    };
    let nobody = KnownAtHost::new();
    let published = there.manifest.as_ref().map_or(&nobody, |(manifest, _)| &manifest.entries);
    let mut plan = PublishPlan::between(&known, published, &site.manifest);
    refuse_foreign_files(host, site, &mut plan)?;
    let same_text = there.manifest.as_ref().is_some_and(|(_, text)| *text == site.manifest_text);
    let nothing = plan.is_empty() && same_text && there.note.is_none();
    let report = PublishReport { plan, resumed: mine, repaired, nothing };
    if nothing || options.dry_run {
        return Ok(report);
    }
    let plan = &report.plan;

    let mark = match &there.note {
        Some(note) if mine => note.mark.clone(),
        _ => Hash::of(format!("{}\0{}\0{}", options.who, options.now, std::process::id()).as_bytes()).short(),
    };
    let mut before = arrived.unwrap_or_default();
    if let Some(note) = &there.note {
        // What was doubtful has been looked at.
        for path in note.puts.keys().chain(&note.removes) {
            before.insert(path.clone(), known.get(path).map_or(Arrived::Removed, |record| Arrived::Whole(*record)));
        }
    }
    diary.begin(&mark, &before)?;
    let mut note = LockNote {
        who: options.who.clone(),
        since: options.now,
        // The same manifest stands there already when a change is taken back that was cut: then it proves nothing.
        content: match same_text {
            true => Hash::of(mark.as_bytes()),
            false => site.content(),
        },
        mark,
        puts: plan.puts().cloned().collect(),
        removes: plan.gone.iter().cloned().collect(),
    };
    if let Some(before) = &there.note {
        for (path, record) in &before.puts {
            note.puts.entry(path.clone()).or_insert(*record);
        }
        note.removes.extend(before.removes.iter().cloned());
    }
    let own = take_lock(host, site, &there.own, &note, told)?;
    let lock_path = format!("{own}/{NOTE_FILE}");
    refuse_lost_names(host, site, &own, &there, plan)?;

    for (name, steps) in plan.stages() {
        told(News::Stage(name));
        host.carry(&steps, site, &own, told)?;
    }
    told(News::Stage("บันทึกรายชื่อไฟล์"));
    // Whoever broke our lock meanwhile has the word now.
    let still = read_note(host, &lock_path)?;
    if still.is_none_or(|still| still.mark != note.mark) {
        return Err(Trouble::new(Why::Locked, "มีผู้อื่นเริ่มเผยแพร่แทนระหว่างทาง จึงหยุด สั่งเผยแพร่อีกครั้งเพื่อตรวจให้ครบ"));
    }
    host.carry(&[PublishStep::write(format!("{own}/{MANIFEST_FILE}"), site.manifest_text.clone())], site, &own, told)?;
    let deletions = plan.deletions();
    if !deletions.is_empty() {
        told(News::Stage("ลบสิ่งที่เลิกใช้"));
        host.carry(&deletions, site, &own, told)?;
        host.remove_folders(&plan.emptied(&site.manifest));
    }
    if there.note.is_some() {
        // What a cut left unfinished. Every target names its parts like this.
        let parts: Vec<PublishStep> = (0..super::place::MOST_CONNECTIONS)
            .map(|number| PublishStep::remove(format!("{own}/part-{number}")))
            .collect();
        host.carry(&parts, site, &own, told)?;
    }
    host.carry(&[PublishStep::remove(lock_path)], site, &own, told)?;
    diary.finish();
    Ok(report)
}

/// What the host says of itself.
struct There {
    /// The program's own folder there.
    own: Option<&'static str>,
    /// With its text.
    manifest: Option<(Manifest, String)>,
    note: Option<LockNote>,
}

impl There {
    fn look(host: &mut dyn Host) -> Result<Self, Trouble> {
        let paths: Vec<String> = OWN_FOLDERS
            .iter()
            .flat_map(|own| [format!("{own}/{MANIFEST_FILE}"), format!("{own}/{NOTE_FILE}")])
            .collect();
        let mut found = host.fetch(&paths)?.into_iter();
        for own in OWN_FOLDERS {
            let (manifest, note) = (found.next().flatten(), found.next().flatten());
            if manifest.is_none() && note.is_none() {
                continue;
            }
            let manifest = match manifest {
                None => None,
                Some(bytes) => {
                    let text = String::from_utf8_lossy(&bytes).into_owned();
                    let read = Manifest::read(&text).map_err(|error| {
                        Trouble::new(Why::Foreign, format!("รายชื่อไฟล์ที่โฮสต์ (`{own}/{MANIFEST_FILE}`) อ่านไม่ได้: {error}"))
                    })?;
                    Some((read, text))
                }
            };
            return Ok(Self { own: Some(own), manifest, note: note.and_then(|bytes| note_of(&bytes)) });
        }
        Ok(Self { own: None, manifest: None, note: None })
    }

    /// What the host has, as far as that can be known after a cut, and the paths that have to be looked at.
    /// `arrived`: from the diary of that very publishing.
    fn known(&self, arrived: Option<&BTreeMap<String, Arrived>>) -> (KnownAtHost, Vec<String>) {
        let mut known = self.manifest.as_ref().map(|(manifest, _)| manifest.entries.clone()).unwrap_or_default();
        let Some(note) = &self.note else { return (known, Vec::new()) };
        let touched: BTreeSet<&String> = note.puts.keys().chain(&note.removes).collect();
        let all_put = self.manifest.as_ref().is_some_and(|(_, text)| Hash::of(text.as_bytes()) == note.content);
        if all_put {
            let doubtful = touched.into_iter().filter(|path| !known.contains_key(*path)).cloned().collect();
            return (known, doubtful);
        }
        let mut doubtful = Vec::new();
        for path in touched {
            match arrived.map(|arrived| arrived.get(path)) {
                Some(None) => {} // its turn had not come
                Some(Some(Arrived::Whole(record))) => {
                    known.insert(path.clone(), *record);
                }
                Some(Some(Arrived::Removed)) => {
                    known.remove(path);
                }
                Some(Some(Arrived::Perhaps)) | None => doubtful.push(path.clone()),
            }
        }
        (known, doubtful)
    }
}

fn note_of(bytes: &[u8]) -> Option<LockNote> {
    let note: LockNote = serde_json::from_slice(bytes).ok()?;
    // A forged note must not make us touch what lies outside.
    let inside = |path: &String| crate::output::check_path(path).is_ok();
    (note.puts.keys().all(inside) && note.removes.iter().all(inside)).then_some(note)
}

fn read_note(host: &mut dyn Host, path: &str) -> Result<Option<LockNote>, Trouble> {
    Ok(host.fetch(&[path.to_owned()])?.into_iter().next().flatten().and_then(|bytes| note_of(&bytes)))
}

fn locked(note: &LockNote, now: u64) -> Trouble {
    let minutes = now.saturating_sub(note.since) / 60;
    let ago = match minutes {
        0 => "เมื่อครู่".to_owned(),
        1..120 => format!("{minutes} นาทีก่อน"),
        120..2880 => format!("{} ชั่วโมงก่อน", minutes / 60),
        _ => format!("{} วันก่อน", minutes / 1440),
    };
    let who = if note.who.is_empty() { "ผู้อื่น" } else { &note.who };
    Trouble::new(
        Why::Locked,
        format!("{who} เริ่มเผยแพร่ไปที่นี่{ago} และยังไม่เสร็จ ถ้าแน่ใจว่าเลิกไปแล้ว สั่ง `prongsai publish --break-lock`"),
    )
}

/// Writes the note, and makes sure that it is ours that stands there. Says which folder the host allows.
fn take_lock(
    host: &mut dyn Host,
    site: &BuiltSite,
    own: &Option<&'static str>,
    note: &LockNote,
    told: Teller<'_>,
) -> Result<String, Trouble> {
    let text = serde_json::to_string(note).unwrap_or_default();
    let candidates: &[&str] = match own {
        Some(own) => &[*own],
        None => &OWN_FOLDERS,
    };
    let mut refused = None;
    for own in candidates {
        let path = format!("{own}/{NOTE_FILE}");
        match host.carry(&[PublishStep::write(path.clone(), text.clone())], site, own, told) {
            Ok(()) => {}
            // Perhaps only the dot is not allowed.
            Err(trouble) if trouble.why == Why::Refused => {
                refused = Some(trouble);
                continue;
            }
            Err(trouble) => return Err(trouble),
        }
        match read_note(host, &path)? {
            Some(there) if there.mark == note.mark => return Ok((*own).to_owned()),
            Some(there) => return Err(locked(&there, note.since)),
            None => {}
        }
    }
    let why = "เขียนที่โฮสต์แล้วอ่านกลับมาไม่ได้ โฮสต์อาจซ่อนไฟล์ที่เขียน";
    Err(refused.unwrap_or_else(|| Trouble::new(Why::Refused, why)))
}

/// Names that hosts and their panels put into a folder that is empty for its owner.
fn is_harmless(name: &str) -> bool {
    const NAMES: [&str; 12] = [
        "cgi-bin",
        "CNAME",
        "lost+found",
        "Thumbs.db",
        "desktop.ini",
        "error_log",
        "logs",
        "stats",
        "awstats",
        "webstats",
        "aspnet_client",
        "README.md",
    ];
    name.starts_with('.') || name.starts_with("_prongsai") || NAMES.contains(&name)
}

/// The folders that hosting companies serve from.
const WEB_ROOTS: [&str; 6] = ["public_html", "httpdocs", "htdocs", "wwwroot", "www", "web"];

fn refuse_foreign_site(host: &mut dyn Host) -> Result<(), Trouble> {
    let Some(items) = host.list("")? else { return Ok(()) };
    let strangers: Vec<&HostItem> = items.iter().filter(|item| !is_harmless(&item.name)).collect();
    if strangers.is_empty() {
        return Ok(());
    }
    let mut roots: Vec<String> = WEB_ROOTS
        .iter()
        .filter(|root| strangers.iter().any(|item| item.is_folder && item.name == **root))
        .map(|root| (*root).to_owned())
        .collect();
    if strangers.iter().any(|item| item.is_folder && item.name == "domains") {
        for domain in host.list("domains")?.unwrap_or_default().into_iter().filter(|item| item.is_folder) {
            for inside in host.list(&format!("domains/{}", domain.name))?.unwrap_or_default() {
                if inside.is_folder && inside.name == "public_html" {
                    roots.push(format!("domains/{}/public_html", domain.name));
                }
            }
        }
    }
    if !roots.is_empty() {
        return Err(Trouble::new(
            Why::Foreign,
            format!("ปลายทางนี้เป็นบ้านของบัญชี ไม่ใช่โฟลเดอร์เว็บ เติมโฟลเดอร์เว็บท้าย `to:` เช่น {}", roots.join(" หรือ ")),
        ));
    }
    let names: Vec<String> = strangers.iter().take(MOST_EXAMPLES).map(|item| format!("`{}`", item.name)).collect();
    Err(Trouble::new(
        Why::Foreign,
        format!(
            "ปลายทางมีของที่ prongsai ไม่ได้เขียน เช่น {} อาจเป็นเว็บของผู้อื่น จึงไม่แตะต้อง \
             เผยแพร่ลงโฟลเดอร์ย่อยใหม่ (เช่น เติม /transparency ท้าย `to:`) หรือย้ายของเดิมออกก่อน",
            names.join(", ")
        ),
    ))
}

/// Somebody else's file must not lie where the site has a new one. With the very same bytes it counts as arrived.
fn refuse_foreign_files(host: &mut dyn Host, site: &BuiltSite, plan: &mut PublishPlan) -> Result<(), Trouble> {
    let new: BTreeSet<&str> = plan.new.iter().map(|(path, _)| path.as_str()).collect();
    let receiving: BTreeSet<&str> =
        new.iter().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at])).collect();
    if new.is_empty() {
        return Ok(());
    }
    let mut taken: Vec<String> = Vec::new();
    let mut waiting = vec![String::new()];
    while let Some(folder) = waiting.pop() {
        for item in host.list(&folder)?.unwrap_or_default() {
            let path = if folder.is_empty() { item.name.clone() } else { format!("{folder}/{}", item.name) };
            let in_the_way = new.contains(path.as_str()) || (!item.is_folder && receiving.contains(path.as_str()));
            if in_the_way {
                taken.push(path);
            } else if item.is_folder && receiving.contains(path.as_str()) {
                waiting.push(path);
            }
        }
    }
    taken.retain(|path| !plan.gone.contains(path));
    if taken.is_empty() {
        return Ok(());
    }
    let found = host.fetch(&taken)?;
    let mut foreign = Vec::new();
    for (path, bytes) in taken.iter().zip(found) {
        let same = bytes
            .is_some_and(|bytes| site.manifest.entries.get(path).is_some_and(|record| record.hash == Hash::of(&bytes)));
        if same {
            plan.new.retain(|(new, _)| new != path);
            plan.unchanged += 1;
        } else {
            foreign.push(format!("`{path}`"));
        }
    }
    if foreign.is_empty() {
        return Ok(());
    }
    let more = foreign.len().saturating_sub(MOST_EXAMPLES);
    foreign.truncate(MOST_EXAMPLES);
    let more = if more > 0 { format!(" และอีก {more} ไฟล์") } else { String::new() };
    Err(Trouble::new(
        Why::Foreign,
        format!("ที่โฮสต์มีไฟล์ของผู้อื่นอยู่ตรงที่เว็บต้องใช้: {}{more} จึงยังไม่ส่งอะไร ย้ายหรือเปลี่ยนชื่อไฟล์เหล่านั้นก่อน", foreign.join(", ")),
    ))
}

/// Before the first byte of the site: does the host give back a Thai name as it was given?
fn refuse_lost_names(
    host: &mut dyn Host,
    site: &BuiltSite,
    own: &str,
    there: &There,
    plan: &PublishPlan,
) -> Result<(), Trouble> {
    let proven = there.manifest.as_ref().is_some_and(|(old, _)| old.entries.keys().any(|path| !path.is_ascii()));
    if proven || plan.new.iter().all(|(path, _)| path.is_ascii()) {
        return Ok(());
    }
    const PROBE: &str = "ทดสอบชื่อไทย.txt";
    let path = format!("{own}/{PROBE}");
    let written = host.carry(&[PublishStep::write(path.clone(), "ทดสอบชื่อไทย\n")], site, own, &|_| {});
    let kept = match &written {
        Ok(()) => host.list(own)?.unwrap_or_default().iter().any(|item| item.name == PROBE),
        Err(trouble) if trouble.why == Why::Refused => false,
        Err(trouble) => return Err(trouble.clone()),
    };
    if written.is_ok() {
        host.carry(&[PublishStep::remove(path)], site, own, &|_| {})?;
    }
    if kept {
        return Ok(());
    }
    let example = plan.new.iter().map(|(path, _)| path).find(|path| !path.is_ascii()).cloned().unwrap_or_default();
    // Nothing of the site has been touched, so nothing holds others back.
    let _ = host.carry(&[PublishStep::remove(format!("{own}/{NOTE_FILE}"))], site, own, &|_| {});
    Err(Trouble::new(
        Why::Names,
        format!(
            "โฮสต์นี้เก็บชื่อไฟล์ภาษาไทยไม่ได้ (เช่น `{example}`) จึงยังไม่ส่งอะไร ทางออก: ใช้ sftp:// แทน, ให้โฮสต์เปิด UTF-8, \
             หรือตั้งชื่อโฟลเดอร์และไฟล์ใน content/ เป็นอักษรอังกฤษ"
        ),
    ))
}

/// Reads files at the host to know what they are. Returns those that are not what was thought.
fn look_again(host: &mut dyn Host, known: &mut KnownAtHost, paths: Vec<String>) -> Result<Vec<String>, Trouble> {
    const AT_A_TIME: usize = 200;
    let mut wrong = Vec::new();
    for chunk in paths.chunks(AT_A_TIME) {
        for (path, bytes) in chunk.iter().zip(host.fetch(chunk)?) {
            let found = bytes.map(|bytes| FileRecord { hash: Hash::of(&bytes), size: bytes.len() as u64 });
            if known.get(path) != found.as_ref() {
                wrong.push(path.clone());
            }
            match found {
                Some(record) => known.insert(path.clone(), record),
                None => known.remove(path),
            };
        }
    }
    Ok(wrong)
}
