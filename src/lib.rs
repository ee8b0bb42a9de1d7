//! prongsai (โปร่งใส): a folder of an authority's plans and reports becomes a public website.
//!
//! **A site is a map from URL to a pure function of a snapshot.**
//!
//! ```text
//! files ──source──▶ Documents ──model──▶ Portal ──site──▶ routes: Address ─▶ render ─▶ Artifact
//!                                           └─check─▶ Findings
//!                   engine: open → load → judge → snapshot        (one pipeline for all)
//!          build: every route into the output        preview: a route when a browser asks
//! ```
//!
//! # The rooms, from the ground up
//!
//! `tests/tidy/` reads this table and holds the code to it: a room may use the rooms in its second column and no other,
//! and touches of the world outside (`disk`, `clock`, `env`, `net`) only what the third says.
//!
//! | room | may use | touches | owns |
//! |---|---|---|---|
//! | `thai` | | | digits, dates and fiscal years, money, order, words, spelling |
//! | `span` | | | a place in an author's file |
//! | `folder` | | disk env | a folder held by its handle: everything below it is opened, made and removed by no link |
//! | `escape` | | | what HTML and XML need written otherwise |
//! | `line_match` | | | which lines of one text are those of another |
//! | `finding` | span thai | | a complaint: code, severity, words in two languages, places, a fix |
//! | `address` | thai | | everything a browser can fetch: how its address is spelt and read back |
//! | `standards` | thai | | the field as data: forms, frameworks, OIT lists, words, places; a site overrides it |
//! | `reader` | escape finding span standards thai | | heads and rows of cells → tables, whatever file they stand in |
//! | `source` | address escape finding folder reader span standards thai | disk | bytes → Documents: front matter, Markdown, sheets, attachments; the door to the author's disk |
//! | `model` | address escape finding reader source span standards thai | | the nouns of the glossary below, linked, each value with its place |
//! | `import` | escape finding line_match model reader source span standards thai | | Word, web pages, PDF and old sheets → content files |
//! | `check` | address escape finding model reader source span standards thai | | the rules, one file per family; the registry of codes; how findings are shown |
//! | `chart` | escape thai | | plain numbers → SVG, sentence and table; knows no model |
//! | `picture` | chart | | the cards that chat programs show, drawn on pixels |
//! | `image` | chart | | SVG of ours → PNG |
//! | `search` | address escape thai | | the index of character n-grams and its scripts |
//! | `record` | address finding span thai | | what was published: ledger, changes, redirects; text formats alone |
//! | `open_data` | address check escape finding model record source span standards thai | | the tables, and CSV, JSON, XLSX and packages of them |
//! | `theme` | chart escape finding line_match source standards thai | | templates, styles and words (`themes/`), and what of them a site overrides |
//! | `site` | address chart check escape finding image model open_data picture record search source span standards theme thai | | routes → views → artifacts; one file per kind of page |
//! | `output` | escape folder source thai | disk clock env | writing a site so that a reader finds the old or the new, never half |
//! | `digest` | folder output | disk | results that are kept beside the content: versioned, sealed, never believed when in doubt |
//! | `publish` | address escape finding folder output record span thai | disk clock env net | a finished site → the place where it is read |
//! | `preview` | escape thai | disk clock net | watching files, serving pages, the author's panel |
//! | `engine` | address chart check digest escape finding folder model open_data output preview record search site source span standards thai theme | disk clock env | the one pipeline; policies that hold everywhere (personal data, drafts, vanished addresses) |
//! | `command` | address chart check digest engine escape finding folder import model open_data output preview publish record search site source span standards thai theme | disk clock env net | arguments in, exit code out; decides nothing about content |
//!
//! Beside the crate: `themes/` (its README is the contract between views and templates), `content/` (the sample portal),
//! `tests/` (a case is a file; see `tests/cases/README.md`), `docs/` (for authors, in Thai), `benches/`, `examples/`.
//!
//! # One walk: `na-kok/2564/report-12m.md` → `na-kok/2564/charts/progress.svg`
//!
//! 1. `source::files` lists the folder; `model::portal` shares its files out to agencies; the engine opens the site.
//! 2. `source::document` reads the report: front matter (`source::meta`), Markdown (`source::markdown`), its tables by the
//!    wordings of `standards/forms/`. What is not understood becomes a `Finding`, never a figure.
//! 3. `model::assemble` puts documents in their year; `model::rows` makes an `Entry` of each row; `model::year` joins plan and
//!    reports into a `Promise` per item.
//! 4. `check` judges the agency; `engine` leaves out what a policy forbids and holds the snapshot.
//! 5. `site::routes` lists what the agency has; a year with promises has the chart `progress`.
//! 6. `site::charts` fills the chart's input from the year; `chart::progress` draws it; the artifact is its bytes.
//!
//! # Where would I change …
//!
//! | what | where |
//! |---|---|
//! | a wording of a form, an office, a place | one line of data in `src/standards/` |
//! | a rule | one file in `check/rules/` and its line in `mod.rs` there, an entry in `finding/codes/*.toml`, cases in `tests/check/<code>/` |
//! | a column of an item | its name in `standards::field`, what is known of it in `standards::item_text`, its heads in `standards/forms/plain.toml` |
//! | a chart | one file in `chart/` and its line in `mod.rs` there; its name in `address::chart`; its input, and when there is one, in `site::charts` |
//! | a page of an agency, of the portal | its address in `address::agency`, `address::portal`; a view in `site/pages/` and its line in `mod.rs` there; a template in `themes/prongsai/templates/`; one that only some have: its condition in `site::routes` |
//! | how a page looks, on a screen or on A4 | `themes/prongsai/assets/css/`: `50-papers.css` an official paper, `90-print.css` all others |
//! | a word on a page | `themes/prongsai/i18n/` |
//!
//! # Glossary: the Thai term, and its only name in code, front matter and JSON
//!
//! | Thai | name | |
//! |---|---|---|
//! | เว็บรวม | `Portal` | one or many agencies; `content/portal.md` |
//! | หน่วยงาน, อปท. | `Agency` | อบต. `sao`, เทศบาล `municipality`, อบจ. `pao` |
//! | ปีงบประมาณ | `FiscalYear` | 2564 = 1 October 2563 to 30 September 2564 |
//! | รอบ ๖ / ๑๒ เดือน | `Round` | to 31 March, to 30 September |
//! | ไตรมาส | `Quarter` | of the fiscal year |
//! | กรอบ (๔ มิติ) | `Framework` | `2561` until FY 2565, `2566` from FY 2566 |
//! | มิติ, ภารกิจตามมิติ | `Dimension`, `Mission` | 1–4; 1.1, 2.2.3 … |
//! | แผนปฏิบัติการป้องกันการทุจริต | `Plan` | one or several years |
//! | โครงการ, กิจกรรม, มาตรการ, แนวปฏิบัติ | `Item`, `ItemKind` | `project`, `activity`, `measure`, `practice` |
//! | สิ่งที่สัญญาไว้ จากแผนถึงผล | `Promise` | an item through plan and reports of a year |
//! | รายงานผล, แถวของรายงาน | `Report`, `Entry` | of a round |
//! | สถานะ | `Status` | `awaiting`, `in_progress`, `done`, `not_done` |
//! | งบตามแผน / ข้อบัญญัติ / เบิกจ่าย | `Budget` | `plan`, `ordinance`, `disbursed`; not stated is not 0 |
//! | ตัวชี้วัด, เป้าหมาย, ผลผลิต, ผลลัพธ์ | `indicator`, `target`, `output`, `outcome` | |
//! | ผู้รับผิดชอบ | `owner` | an office, never a person |
//! | ปัญหาอุปสรรค, ข้อเสนอแนะ | `obstacles`, `recommendations` | |
//! | ที่รายงานระบุ | `Declared` | figures as printed, beside those computed from the rows |
//! | มาตรการส่งเสริมคุณธรรม | `Measures`, `Measure` | the document and its row |
//! | ประกาศ, คำสั่ง, เจตจำนง | `Paper`: `announcement`, `order`, `pledge` | number, date, signatory, effect |
//! | คณะกรรมการ, คณะทำงาน | `Committee` | members with their roles |
//! | เอกสารแนบ | `Attachment` | |
//! | รายการ OIT | `Obligation` | of an ITA year; data |
//! | ข้อค้นพบ | `Finding` | what does not add up; the author decides |

// The lint of clippy.toml is on for the library as a whole, and off for the rooms that the map lets touch the world.
#![warn(clippy::disallowed_methods)]

pub mod address;
pub mod chart;
pub mod check;
#[allow(clippy::disallowed_methods)]
pub mod command;
#[allow(clippy::disallowed_methods)]
pub mod digest;
#[allow(clippy::disallowed_methods)]
pub mod engine;
pub mod escape;
pub mod finding;
#[allow(clippy::disallowed_methods)]
pub mod folder;
pub mod image;
pub mod import;
mod line_match;
pub mod model;
pub mod open_data;
#[allow(clippy::disallowed_methods)]
pub mod output;
pub mod picture;
#[allow(clippy::disallowed_methods)]
pub mod preview;
#[allow(clippy::disallowed_methods)]
pub mod publish;
pub mod reader;
pub mod record;
pub mod search;
pub mod site;
#[allow(clippy::disallowed_methods)]
pub mod source;
pub mod span;
pub mod standards;
pub mod thai;
pub mod theme;
