//! What an office has itself declared as its contacts in `agency.md`: such numbers and addresses are public.
//! Compares digits and small letters, so that it does not matter how a number is parted.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Hit, HitKind};
use crate::source::Document;
use crate::source::meta::{AgencyMeta, PortalMeta};
use crate::thai;

#[derive(Clone, Debug, Default)]
pub struct Contacts {
    /// Digits alone, or small letters of an address.
    declared: BTreeSet<String>,
    /// Lines of `agency.md` that are declarations themselves.
    own: Vec<Range<usize>>,
}

impl Contacts {
    pub fn of(meta: &AgencyMeta, portal: &PortalMeta) -> Self {
        let mut contacts = Self::default();
        let contact = &meta.contact;
        let mut texts: Vec<&str> = contact.phone.iter().map(|phone| phone.value.as_str()).collect();
        for text in
            [&contact.fax, &contact.email, &contact.line, &contact.facebook, &contact.website, &portal.contact_email]
        {
            texts.extend(text.as_ref().map(|text| text.value.as_str()));
        }
        for channel in &meta.complaints {
            texts.push(&channel.channel.value);
            texts.extend(channel.value.as_ref().map(|value| value.value.as_str()));
        }
        texts.extend(
            meta.officials.iter().filter_map(|official| official.phone.as_ref()).map(|phone| phone.value.as_str()),
        );
        for text in texts {
            contacts.declare_text(text);
        }
        contacts
    }

    pub fn of_portal(portal: &PortalMeta) -> Self {
        let mut contacts = Self::default();
        if let Some(email) = &portal.contact_email {
            contacts.declare_text(&email.value);
        }
        contacts
    }

    pub fn declare_text(&mut self, text: &str) {
        for part in text.split([',', ';']).chain(std::iter::once(text)) {
            let folded = folded(part);
            if !folded.is_empty() {
                self.declared.insert(folded);
            }
            self.declared.insert(account(part));
        }
        for hit in super::scan(text) {
            if let Some(part) = text.get(hit.range) {
                self.declared.insert(folded(part));
            }
        }
    }

    /// The same, with the office's own address line in `agency.md` left in peace.
    pub(super) fn with_own_lines(&self, document: &Document) -> Self {
        let crate::source::meta::Meta::Agency(meta) = &document.meta else { return self.clone() };
        let own = meta.contact.address.iter().map(|address| address.span.start as usize..address.span.end as usize);
        Self { declared: self.declared.clone(), own: own.collect() }
    }

    /// Whether the office has declared what the hit shows.
    pub fn declare(&self, hit: &Hit, text: &str) -> bool {
        if self.own.iter().any(|own| own.start <= hit.range.start && hit.range.end <= own.end) {
            return true;
        }
        if hit.kind == HitKind::LineId {
            return text.get(hit.range.clone()).is_some_and(|found| self.declared.contains(&account(found)));
        }
        matches!(hit.kind, HitKind::Mobile | HitKind::Email | HitKind::BankAccount | HitKind::Landline)
            && text.get(hit.range.clone()).is_some_and(|found| self.declared.contains(&folded(found)))
    }
}

/// The name of an account, with or without the mark of an office's.
fn account(text: &str) -> String {
    text.trim().trim_start_matches('@').to_ascii_lowercase()
}

/// Digits alone where there is no `@`; a number abroad as at home.
fn folded(text: &str) -> String {
    if text.contains('@') {
        return text.trim().to_ascii_lowercase();
    }
    let digits: String = thai::to_arabic(text).chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("66") {
        Some(rest) if digits.len() == 11 => format!("0{rest}"),
        _ => digits,
    }
}
