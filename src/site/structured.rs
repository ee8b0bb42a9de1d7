//! What search engines read of a page: schema.org as JSON-LD. A block of data, never executed, so the strict content
//! policy has nothing against it.

use serde_json::{Value as Json, json};

use crate::address::AgencyPage;
use crate::model::Agency;
use crate::site::linker::absolute;
use crate::site::page::{Crumb, Page};
use crate::thai::to_arabic;

/// Breadcrumbs of every page, and on an agency's own page the authority itself. Needs the site's address.
pub fn of_page(page: &Page<'_>, crumbs: &[Crumb], agency: Option<&Agency>) -> Option<String> {
    let base = page.site.settings.base_url.as_deref()?;
    let mut graph = Vec::new();
    if crumbs.len() > 1 {
        let steps: Vec<Json> = (1..)
            .zip(crumbs)
            .map(|(position, crumb)| {
                let url = crumb.href.as_deref().map_or_else(|| page.url.to_owned(), |href| resolve(page.url, href));
                json!({ "@type": "ListItem", "position": position, "name": crumb.title, "item": absolute(base, &url) })
            })
            .collect();
        graph.push(json!({ "@type": "BreadcrumbList", "itemListElement": steps }));
    }
    if let Some(agency) =
        agency.filter(|agency| page.url == format!("{}{}", page.lang.prefix(), agency.at(&AgencyPage::Home)))
    {
        graph.push(organisation(page, base, agency));
    }
    if graph.is_empty() {
        return None;
    }
    Some(in_script(&json!({ "@context": "https://schema.org", "@graph": graph })))
}

fn organisation(page: &Page<'_>, base: &str, agency: &Agency) -> Json {
    let meta = &agency.meta;
    let text = |value: &Option<crate::span::Spanned<String>>| value.as_ref().map(|value| value.value.clone());
    let mut own = serde_json::Map::new();
    let mut add = |name: &str, value: Option<Json>| {
        if let Some(value) = value {
            own.insert(name.to_owned(), value);
        }
    };
    add("@type", Some(json!("GovernmentOrganization")));
    add("@id", Some(json!(absolute(base, &agency.at(&AgencyPage::Home)))));
    add("name", Some(json!(agency.name())));
    add("alternateName", (agency.short_name() != agency.name()).then(|| json!(agency.short_name())));
    add("url", Some(json!(absolute(base, page.url))));
    add("telephone", meta.contact.phone.first().map(|phone| json!(to_arabic(&phone.value))));
    add("email", text(&meta.contact.email).map(Json::from));
    let website = text(&meta.contact.website).filter(|site| site.starts_with("http"));
    add("sameAs", website.map(Json::from));
    // Machines read Arabic digits only.
    let postcode = text(&meta.postcode);
    let postcode = postcode.as_deref().map(to_arabic);
    let place = [
        ("addressLocality", text(&meta.amphoe)),
        ("addressRegion", text(&meta.province)),
        ("postalCode", postcode.map(std::borrow::Cow::into_owned)),
        ("streetAddress", text(&meta.contact.address)),
    ];
    let mut address = serde_json::Map::new();
    address.insert("@type".to_owned(), json!("PostalAddress"));
    address.insert("addressCountry".to_owned(), json!("TH"));
    for (name, value) in place {
        if let Some(value) = value {
            address.insert(name.to_owned(), json!(value));
        }
    }
    own.insert("address".to_owned(), Json::Object(address));
    Json::Object(own)
}

/// JSON as text that may stand inside a script element.
pub fn in_script(json: &Json) -> String {
    json.to_string().replace('<', "\\u003c")
}

/// A relative link of a page as an address from the root.
fn resolve(from: &str, href: &str) -> String {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    for part in href.split('/') {
        match part {
            "." => {}
            ".." => {
                folders.pop();
            }
            part => folders.push(part),
        }
    }
    let url = folders.join("/");
    let url = crate::address::of_file(&url);
    // `./` at the root itself leaves an empty last part.
    let is_folder = href.ends_with('/') && !url.is_empty() && !url.ends_with('/');
    if is_folder { format!("{url}/") } else { url.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_links_are_resolved() {
        assert_eq!(resolve("na-kok/2564/3-04/", "../../../na-kok/"), "na-kok/");
        assert_eq!(resolve("na-kok/", "../"), "");
        assert_eq!(resolve("", "./"), "");
        assert_eq!(resolve("na-kok/", "../na-kok/index.html"), "na-kok/");
        assert_eq!(resolve("na-kok/2564/", "../../na-kok/2564/plan/"), "na-kok/2564/plan/");
    }

    #[test]
    fn a_script_element_cannot_be_closed() {
        assert_eq!(in_script(&json!("</script>")), "\"\\u003c/script>\"");
    }
}
