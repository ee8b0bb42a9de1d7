//! `publish:` of `portal.md` and `agency.md`: where the site is published to. Addresses only; secrets never stand here.

use crate::source::fields::Fields;
use crate::span::Spanned;

#[derive(Clone, Debug)]
pub struct PublishMeta {
    pub name: Option<Spanned<String>>,
    pub to: Spanned<String>,
    pub user: Option<Spanned<String>>,
    pub branch: Option<Spanned<String>>,
    /// A file of certificates, or the fingerprint of one.
    pub certificate: Option<Spanned<String>>,
    /// Releases that can be gone back to.
    pub keep: Option<Spanned<i64>>,
    pub connections: Option<Spanned<i64>>,
    /// Where the public reads it, for `verify --target`.
    pub url: Option<Spanned<String>>,
    /// The kind of host, whose settings then lie in the site: `apache` gives `.htaccess`.
    pub host: Option<Spanned<&'static str>>,
}

const HOSTS: &[(&str, &str)] = &[
    ("nginx", "nginx"),
    ("apache", "apache"),
    ("caddy", "caddy"),
    ("iis", "iis"),
    ("netlify", "netlify"),
    ("cloudflare", "cloudflare"),
    ("github", "github"),
];

pub fn read_publish(fields: &mut Fields<'_>) -> Vec<PublishMeta> {
    fields.maps("publish").into_iter().filter_map(PublishMeta::read).collect()
}

impl PublishMeta {
    fn read(mut fields: Fields<'_>) -> Option<Self> {
        let to = fields.required_text("to", "ftps://ftp.example.go.th/public_html");
        let name = fields.text("name");
        let user = fields.text("user");
        let branch = fields.text("branch");
        let certificate = fields.text("certificate");
        let keep = fields.count("keep");
        let connections = fields.count("connections");
        let url = fields.text("url");
        let host = fields.choice("host", HOSTS);
        fields.finish();
        Some(Self { name, to: to?, user, branch, certificate, keep, connections, url, host })
    }
}
