//! `prongsai publish`: the gate, then the record, then the site on its way to the host. What is sent, and in which
//! order, is `publish`'s; what may be published is decided here.

pub mod button;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::command::arguments::{BuildArguments, HostChoice, OutputFormat, PublishArguments, SiteArguments};
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome, build, ledger};
use crate::engine::is_private;
use crate::finding::Findings;
use crate::publish::{
    self, BuiltSite, Diary, News, PublishOptions, PublishPlace, PublishPlan, PublishReport, PublishTarget, Release,
    StepKind, Wishes,
};
use crate::source::document;
use crate::source::meta::{Meta, PublishMeta};
use crate::standards::Standards;

impl From<crate::publish::Trouble> for Failure {
    fn from(trouble: crate::publish::Trouble) -> Self {
        Self(trouble.message)
    }
}

pub fn run(arguments: &PublishArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let place = chosen(arguments)?;
    // A place of this disk is held from here on: what comes in its place while the site is built is not it.
    let is_sent = !arguments.history && !arguments.remember;
    let held = if is_sent && place.kind.is_here() { Some(PublishTarget::open(&place)?) } else { None };
    let diary = Diary::open(&memory_of(&arguments.content), &place.name)?;
    if arguments.history {
        history(&diary, terminal);
        return Ok(Outcome::Fine);
    }
    if arguments.remember {
        publish::remember(&place)?;
        terminal.say("ระบบจำรหัสผ่านแล้ว ครั้งต่อไปสั่ง `prongsai publish` ได้เลย (สั่งซ้ำแล้วเว้นว่าง เพื่อให้ลืม)");
        return Ok(Outcome::Fine);
    }
    let options = PublishOptions {
        dry_run: arguments.dry_run,
        break_lock: arguments.break_lock,
        audit: arguments.audit,
        who: who(),
        now: now(),
        note: arguments.because.clone().unwrap_or_default(),
        keep: place.keep,
    };
    if let Some(back) = arguments.rollback {
        let release = earlier(&diary, back)?;
        let site = diary.site_of(&release)?;
        let note = format!("ย้อนกลับไปฉบับที่เผยแพร่เมื่อ {}", clock(release.at));
        let target = held.map_or_else(|| PublishTarget::open(&place), Ok)?;
        let report = send(site, target, &diary, &PublishOptions { note, ..options }, terminal)?;
        tell(&report, &place, arguments.dry_run, terminal);
        return Ok(Outcome::Fine);
    }
    if !prepare(arguments, &diary, terminal)? {
        return Ok(Outcome::Findings);
    }
    let site = BuiltSite::built(arguments.out.clone())?;
    let target = held.map_or_else(|| PublishTarget::open(&place), Ok)?;
    let report = send(site, target, &diary, &options, terminal)?;
    tell(&report, &place, arguments.dry_run, terminal);
    Ok(Outcome::Fine)
}

/// Builds the site and brings the record up to date. `false`: the gate holds.
pub fn prepare(arguments: &PublishArguments, diary: &Diary, terminal: &Terminal) -> Result<bool, Failure> {
    let because = arguments.because.as_deref().map(str::trim);
    if because.is_some_and(str::is_empty) {
        return Err(Failure("--because ต้องมีเหตุผล ซึ่งจะแสดงต่อสาธารณะ".to_owned()));
    }
    let site = SiteArguments {
        content: arguments.content.clone(),
        date: arguments.date,
        themes: arguments.themes.clone(),
        threads: None,
    };
    let host = host_of(arguments);
    let building = BuildArguments {
        sign: None,
        site: site.clone(),
        out: arguments.out.clone(),
        portable: false,
        keep_going: because.is_some(),
        timings: false,
        in_place: false,
        audit: false,
        // The two that are told to send packed copies.
        compress: matches!(host, Some(HostChoice::Nginx | HostChoice::Caddy)),
        host,
        cold: false,
        shard: None,
        verify: false,
    };
    let made = build::make(&building, terminal)?;
    let personal = made.errors.iter().filter(|error| is_private(error)).count();
    if personal > 0 {
        terminal.complain(&format!("ไม่เผยแพร่: พบข้อมูลส่วนบุคคล {personal} แห่ง ข้อนี้ข้ามไม่ได้ไม่ว่าด้วยเหตุผลใด ลบหรือปิดทับก่อน"));
        return Ok(false);
    }
    if !made.errors.is_empty() && because.is_none() {
        terminal.complain(
            "ไม่เผยแพร่: แก้ข้อผิดพลาดข้างต้นก่อน ถ้าจำเป็นต้องเผยแพร่ทั้งอย่างนี้ สั่งด้วย --because \"เหตุผล\" ซึ่งจะแสดงต่อสาธารณะ",
        );
        return Ok(false);
    }
    if arguments.dry_run {
        return Ok(true);
    }
    // What was published last is recorded, on pages of that very site: where they are the same, nothing is new.
    if because.is_none() && BuiltSite::built(arguments.out.clone()).is_ok_and(|site| diary.ends_with(&site)) {
        return Ok(true);
    }
    let overridden = (!made.errors.is_empty()).then_some(made.errors.len());
    // No site can hold its own hash: those that were published are noted in the next one.
    let seal = |release: Release| ledger::PublishedBefore { digest: release.content.to_string(), date: release.date };
    let sealed: Vec<ledger::PublishedBefore> = diary.history().into_iter().map(seal).collect();
    let recorded = ledger::record(&site, because.unwrap_or(""), overridden, &sealed)?;
    if recorded.changed {
        // The record is on pages of the site itself.
        build::make(&BuildArguments { keep_going: true, ..building }, &terminal.quietly())?;
    }
    Ok(true)
}

/// The kind of host that the chosen target says it is.
fn host_of(arguments: &PublishArguments) -> Option<HostChoice> {
    use clap::ValueEnum;
    let targets = targets(&arguments.content);
    let named = |meta: &&PublishMeta| {
        let name = meta.name.as_ref().map_or("main", |name| name.value.as_str());
        arguments.target.as_deref().is_none_or(|wanted| wanted == name)
    };
    let host = targets.iter().find(named)?.host.as_ref()?;
    HostChoice::from_str(host.value, true).ok()
}

/// Carries a site to a place, with progress.
fn send(
    site: BuiltSite,
    mut target: PublishTarget,
    diary: &Diary,
    options: &PublishOptions,
    terminal: &Terminal,
) -> Result<PublishReport, Failure> {
    let site = site.with_bench(diary.bench()?);
    let meter = Meter::new(terminal);
    let sent = publish::publish(&site, &mut target, diary, options, &|news| meter.told(news));
    terminal.redraw("");
    Ok(sent?)
}

/// The targets that the site's front matter names.
pub fn targets(content: &Path) -> Vec<PublishMeta> {
    for name in ["portal.md", "agency.md"] {
        let Ok(bytes) = std::fs::read(content.join(name)) else { continue };
        let read = document::read(name, &bytes, Standards::embedded(), &mut Findings::default());
        let found = match read.map(|document| document.meta) {
            Some(Meta::Portal(meta)) => meta.publish,
            Some(Meta::Agency(meta)) => meta.publish,
            _ => Vec::new(),
        };
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

pub fn place_of(meta: &PublishMeta) -> Result<PublishPlace, Failure> {
    let text = |value: &'_ Option<crate::span::Spanned<String>>| value.as_ref().map(|value| value.value.clone());
    let number =
        |value: &Option<crate::span::Spanned<i64>>| value.as_ref().and_then(|value| usize::try_from(value.value).ok());
    let (user, branch, certificate) = (text(&meta.user), text(&meta.branch), text(&meta.certificate));
    let wishes = Wishes {
        name: meta.name.as_ref().map_or("main", |name| name.value.as_str()),
        to: &meta.to.value,
        user: user.as_deref(),
        branch: branch.as_deref(),
        certificate: certificate.as_deref(),
        keep: number(&meta.keep),
        connections: number(&meta.connections),
    };
    Ok(PublishPlace::read(&wishes)?)
}

fn chosen(arguments: &PublishArguments) -> Result<PublishPlace, Failure> {
    let targets = targets(&arguments.content);
    let names: Vec<&str> =
        targets.iter().map(|target| target.name.as_ref().map_or("main", |name| name.value.as_str())).collect();
    if let Some(wanted) = &arguments.target {
        if let Some(at) = names.iter().position(|name| name == wanted) {
            return place_of(&targets[at]);
        }
        let is_address = wanted.contains(['/', '\\', ':']) || wanted.to_ascii_lowercase().ends_with(".zip");
        if is_address {
            return Ok(PublishPlace::read(&Wishes { name: wanted, to: wanted, ..Wishes::default() })?);
        }
        let known = if names.is_empty() { "ยังไม่มี".to_owned() } else { names.join(", ") };
        return Err(Failure(format!("ไม่รู้จักปลายทาง `{wanted}` ที่ตั้งไว้: {known}")));
    }
    match targets.as_slice() {
        [] => Err(Failure(
            "ยังไม่ได้ตั้งปลายทาง เติมในส่วนหัวของ portal.md หรือ agency.md เช่น\n\
             publish:\n  - name: main\n    to: ftps://ftp.example.go.th/public_html\n    user: ชื่อผู้ใช้\n\
             หรือสั่งตรง เช่น `prongsai publish /srv/www/site` หรือ `prongsai publish เว็บ.zip`"
                .to_owned(),
        )),
        [only] => place_of(only),
        _ => Err(Failure(format!("มีหลายปลายทาง โปรดเลือก: {}", names.join(", ")))),
    }
}

/// Where this machine remembers what was published: beside the content, never inside what is published.
pub fn memory_of(content: &Path) -> PathBuf {
    let beside = content.file_name().and_then(|_| content.parent()).unwrap_or(content);
    beside.join(".prongsai").join("published")
}

fn earlier(diary: &Diary, back: usize) -> Result<Release, Failure> {
    let history = diary.history();
    let at = history.len().checked_sub(back + 1);
    at.and_then(|at| history.get(at)).cloned().ok_or_else(|| {
        Failure(format!("ย้อนกลับ {back} ครั้งไม่ได้ เครื่องนี้จำไว้ {} ครั้ง ดูด้วย `prongsai publish --history`", history.len()))
    })
}

fn history(diary: &Diary, terminal: &Terminal) {
    let history = diary.history();
    if terminal.format == OutputFormat::Json {
        let releases: Vec<serde_json::Value> = history
            .iter()
            .rev()
            .enumerate()
            .map(|(back, release)| {
                serde_json::json!({
                    "back": back, "at": release.at, "content": release.content.to_string(), "date": release.date,
                    "new": release.new, "changed": release.changed, "gone": release.gone, "bytes": release.bytes,
                    "note": release.note,
                })
            })
            .collect();
        terminal.result(&serde_json::json!({ "releases": releases }).to_string());
        return;
    }
    if history.is_empty() {
        terminal.result("เครื่องนี้ยังไม่เคยเผยแพร่ไปที่นี่");
    }
    for (back, release) in history.iter().rev().enumerate() {
        let Release { at, new, changed, gone, note, .. } = release;
        let state = if back == 0 { "ปัจจุบัน".to_owned() } else { format!("--rollback {back}") };
        let content = release.content.short();
        let note = if note.is_empty() { String::new() } else { format!("  {note}") };
        terminal.result(&format!("{}  {content}  ใหม่ {new} เปลี่ยน {changed} ลบ {gone}  ({state}){note}", clock(*at)));
    }
}

/// In the words of the terminal or as JSON.
fn tell(report: &PublishReport, place: &PublishPlace, dry_run: bool, terminal: &Terminal) {
    let PublishPlan { new, changed, gone, unchanged, .. } = &report.plan;
    if terminal.format == OutputFormat::Json {
        let names = |files: &[(String, crate::output::FileRecord)]| -> Vec<String> {
            files.iter().map(|(path, _)| path.clone()).collect()
        };
        let told = serde_json::json!({
            "target": place.name, "dry_run": dry_run, "nothing": report.nothing, "resumed": report.resumed,
            "new": names(new), "changed": names(changed), "gone": gone, "unchanged": unchanged,
            "bytes": report.plan.bytes(), "repaired": report.repaired,
        });
        terminal.result(&told.to_string());
        return;
    }
    if dry_run {
        const MOST: usize = 20;
        let listed: [(&str, Vec<&str>); 3] = [
            ("ใหม่", new.iter().map(|(path, _)| path.as_str()).collect()),
            ("เปลี่ยน", changed.iter().map(|(path, _)| path.as_str()).collect()),
            ("ลบ", gone.iter().map(String::as_str).collect()),
        ];
        for (word, paths) in &listed {
            for path in paths.iter().take(MOST) {
                terminal.say(&format!("{word}: {path}"));
            }
            if paths.len() > MOST {
                terminal.say(&format!("{word}: และอีก {} ไฟล์", paths.len() - MOST));
            }
        }
    }
    for path in &report.repaired {
        terminal.say(&format!("ถูกแก้หรือลบที่โฮสต์: {path}"));
    }
    let sums = format!(
        "ใหม่ {} เปลี่ยน {} ลบ {} เหมือนเดิม {unchanged} ({})",
        new.len(),
        changed.len(),
        gone.len(),
        size(report.plan.bytes())
    );
    let done = match (dry_run, report.nothing, report.resumed) {
        (true, _, _) => format!("แผนเผยแพร่ไป {}: {sums} ยังไม่ส่ง", place.name),
        (_, true, _) => format!("{} ตรงกับที่สร้างอยู่แล้ว ส่ง 0 ไฟล์", place.name),
        (_, _, true) => format!("เผยแพร่ไป {} ต่อจากที่ค้างจนครบแล้ว: {sums}", place.name),
        _ => format!("เผยแพร่ไป {} แล้ว: {sums}", place.name),
    };
    terminal.say(&done);
}

pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} ไบต์"),
        1_000..1_000_000 => format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// Files, bytes, rate and time left: one line on a terminal, a line for each stage elsewhere.
struct Meter<'t> {
    terminal: &'t Terminal,
    start: Instant,
    files: AtomicUsize,
    bytes: AtomicU64,
    drawn: Mutex<Instant>,
}

impl<'t> Meter<'t> {
    fn new(terminal: &'t Terminal) -> Self {
        let start = Instant::now();
        Self { terminal, start, files: AtomicUsize::new(0), bytes: AtomicU64::new(0), drawn: Mutex::new(start) }
    }

    fn told(&self, news: News<'_>) {
        match news {
            News::Stage(name) => {
                if !self.terminal.shows_progress() {
                    self.terminal.say(name);
                }
            }
            News::Begun(_) => {}
            News::Done(step) => {
                if matches!(step.what, StepKind::Write(_)) {
                    return;
                }
                let files = self.files.fetch_add(1, Ordering::Relaxed) + 1;
                let bytes = self.bytes.fetch_add(step.bytes(), Ordering::Relaxed) + step.bytes();
                let Ok(mut drawn) = self.drawn.try_lock() else { return };
                // A line that is redrawn may come often; one that stays in a log may not.
                let pause = if self.terminal.shows_progress() { 100 } else { 2_000 };
                if drawn.elapsed().as_millis() < pause {
                    return;
                }
                *drawn = Instant::now();
                let seconds = self.start.elapsed().as_secs_f64().max(0.001);
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
                let rate = (bytes as f64 / seconds) as u64;
                let line = format!("ส่งแล้ว {files} ไฟล์ {} ({}/วินาที)", size(bytes), size(rate));
                match self.terminal.shows_progress() {
                    true => self.terminal.redraw(&line),
                    false => self.terminal.say(&line),
                }
            }
        }
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// A moment of this machine as a Thai office reads it.
fn clock(seconds: u64) -> String {
    let local = seconds + 7 * 3600;
    let day = i32::try_from(local / 86_400).ok().and_then(|days| crate::thai::Date::from_days(days + 719_163));
    let day = day.map_or_else(String::new, |day| day.iso());
    format!("{day} {:02}:{:02}", local % 86_400 / 3600, local % 3600 / 60)
}

/// Whom others should ask when they find the lock.
fn who() -> String {
    let given = |name: &str| std::env::var(name).ok().filter(|text| !text.trim().is_empty());
    if let Some(name) = given("PRONGSAI_PUBLISHER") {
        return name;
    }
    let machine = given("COMPUTERNAME").or_else(|| given("HOSTNAME")).or_else(|| {
        std::fs::read_to_string("/etc/hostname").ok().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    });
    match (given("USER").or_else(|| given("USERNAME")), machine) {
        (Some(user), Some(machine)) => format!("{user}@{machine}"),
        (user, machine) => user.or(machine).unwrap_or_default(),
    }
}
