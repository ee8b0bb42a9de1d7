//! `prongsai host`: the settings that a kind of host needs, printed or written. What they say is `publish::host_files`'s.

use rayon::prelude::*;

use crate::command::arguments::{HostArguments, HostChoice};
use crate::command::terminal::Terminal;
use crate::command::{Failure, Outcome};
use crate::engine::{Engine, Timings};
use crate::folder::Folder;
use crate::publish::host_files::{self, HostFacts};
use crate::site::linker::base_path;
use crate::site::{self, AgencySummary};
use crate::source::door;

impl From<HostChoice> for host_files::HostKind {
    fn from(kind: HostChoice) -> Self {
        match kind {
            HostChoice::Nginx => Self::Nginx,
            HostChoice::Apache => Self::Apache,
            HostChoice::Caddy => Self::Caddy,
            HostChoice::Iis => Self::Iis,
            HostChoice::Netlify => Self::Netlify,
            HostChoice::Cloudflare => Self::Cloudflare,
            HostChoice::Github => Self::Github,
        }
    }
}

/// What the settings depend on in this site.
pub fn facts(engine: &Engine) -> HostFacts {
    let site = &engine.site;
    let timings = Timings::default();
    let agencies = engine.sources.agencies.par_iter();
    let summaries: Vec<AgencySummary> = agencies
        .filter_map(|files| engine.agency(files, &timings).ok())
        .map(|agency| AgencySummary::of(site, &agency, &site::agency_routes(site, &agency.agency)))
        .collect();
    let address = site.settings.base_url.as_deref().unwrap_or("");
    let after = address.split_once("://").map_or("", |(_, rest)| rest);
    HostFacts {
        redirects: site::data_pages::redirects::list(site, &summaries),
        base: site.settings.base_url.as_deref().map(base_path).unwrap_or_default(),
        name: after.split('/').next().unwrap_or("").to_owned(),
    }
}

pub fn run(arguments: &HostArguments, terminal: &Terminal) -> Result<Outcome, Failure> {
    let engine = Engine::open(&arguments.site.options()?, &Timings::default())?;
    let files = host_files::files(arguments.kind.into(), &facts(&engine));
    for file in &files {
        let Some(folder) = &arguments.out else {
            if files.len() > 1 || file.text.is_empty() {
                terminal.result(&format!("# {}", file.path));
            }
            terminal.result(file.text.trim_end());
            continue;
        };
        let path = folder.join(file.path);
        std::fs::create_dir_all(folder)
            .and_then(|()| door::replace(&Folder::hold(folder)?, &path, file.text.as_bytes()))
            .map_err(|error| Failure(format!("เขียน `{}` ไม่ได้: {error}", path.display())))?;
        terminal.say(&format!("เขียน {}", path.display()));
    }
    Ok(Outcome::Fine)
}
