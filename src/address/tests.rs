//! Every address is spelt and read back the same way; what is nobody's address is refused.

use super::*;
use crate::thai::FiscalYear;

#[test]
fn an_address_is_read_as_it_is_written() {
    let year = FiscalYear::new(2564).unwrap();
    let code = ItemCode::parse("2.2.3-1").unwrap();
    let chart = ChartRef { year: Some(year), kind: ChartKind::Target(1) };
    let trend = ChartRef { year: None, kind: ChartKind::Trend };
    let file = |scope, table, form| AgencyPage::Data(DataPage::File(DataFile { scope, table, form }));
    for (page, url) in [
        (AgencyPage::Home, "na-kok/"),
        (AgencyPage::Year(year), "na-kok/2564/"),
        (AgencyPage::Dimension(year, 3), "na-kok/2564/dimension-3/"),
        (AgencyPage::Item(year, code.clone()), "na-kok/2564/2.2.3-1/"),
        (AgencyPage::Papers(Grouping::Subject), "na-kok/announcements/by-subject/"),
        (AgencyPage::Feed(Feed { format: FeedFormat::Json, kind: Some(PaperKind::Order) }), "na-kok/feeds/order.json"),
        (AgencyPage::Feed(Feed::CALENDAR), "na-kok/feeds/dates.ics"),
        (AgencyPage::SitemapPart(1), "na-kok/sitemap-2.xml"),
        (AgencyPage::ChartSvg(chart), "na-kok/2564/charts/target-2.svg"),
        (AgencyPage::ChartCsv(trend), "na-kok/charts/trend.csv"),
        (AgencyPage::Card(CardOf::Year(year)), "na-kok/2564/card.png"),
        (AgencyPage::Data(DataPage::EmbedJson(trend)), "na-kok/embed/trend/oembed.json"),
        (AgencyPage::Data(DataPage::ObligationSheet(2569)), "na-kok/obligations/2569/oit-2569.xlsx"),
        (AgencyPage::Data(DataPage::ApiItem(year, code)), "api/v1/agencies/na-kok/2564/2.2.3-1.json"),
        (AgencyPage::Data(DataPage::ApiAgency), "api/v1/agencies/na-kok.json"),
        (file(Scope::Agency, "", DataForm::Package), "na-kok/data/datapackage.json"),
        (file(Scope::Year(year), "items", DataForm::Csv), "na-kok/2564/data/items.csv"),
        (
            file(Scope::Report(year, crate::thai::Round::TwelveMonths), "eplan", DataForm::Json),
            "na-kok/2564/data/report_12m/eplan.json",
        ),
    ] {
        assert_eq!(page.under("na-kok"), url);
        assert_eq!(AgencyPage::parse(url, "na-kok"), Some(page));
    }
    for (page, url) in [
        (PortalPage::Home, ""),
        (PortalPage::Place("เลย".to_owned()), "places/เลย/"),
        (PortalPage::Place(String::new()), "places/other/"),
        (
            PortalPage::Amphoe {
                province: "เลย".to_owned(), amphoe: "ด่านซ้าย".to_owned(), part: 1
            },
            "places/เลย/ด่านซ้าย/",
        ),
        (PortalPage::Amphoe { province: "เลย".to_owned(), amphoe: String::new(), part: 2 }, "places/เลย/other/2/"),
        (PortalPage::Data(PortalData::LlmsOf("เลย".to_owned())), "llms/เลย.txt"),
        (PortalPage::ChartPng(PortalChart::Place("เลย".to_owned())), "places/เลย/charts/compare.png"),
        (PortalPage::ChartCsv(PortalChart::HeatMap), "charts/compare.csv"),
        (PortalPage::Data(PortalData::Schema("items")), "api/v1/schema/items.json"),
        (PortalPage::Data(PortalData::Json("years")), "data/years.json"),
        (PortalPage::Data(PortalData::RedirectRules(HostConfig::NetlifyAtRoot)), "_redirects"),
    ] {
        assert_eq!(page.address(), url);
        assert_eq!(PortalPage::parse(url), Some(page));
    }
    assert_eq!(AgencyPage::Home.under(""), "");
    assert_eq!(AgencyPage::parse("api/v1/agencies/agency.json", ""), Some(AgencyPage::Data(DataPage::ApiAgency)));
}

#[test]
fn what_an_author_may_write_is_nobodys() {
    for url in [
        "na-kok/about/",
        "na-kok/2564/plan/",
        "na-kok/๒๕๖๔/",
        "na-kok/2564/charts/budget-of-mine.svg",
        "na-kok/charts/progress.svg",
        "na-kok/2564/data/mine.csv",
        "na-kok/obligations/2569/mine.pdf",
        "na-kok/sitemap-1.xml",
        "na-liang/2564/",
    ] {
        assert_eq!(AgencyPage::parse(url, "na-kok"), None, "{url}");
    }
    for url in ["about/", "data/about/", "places/", "data/items.csv"] {
        assert_eq!(PortalPage::parse(url), None, "{url}");
    }
}

#[test]
fn a_file_and_a_folder_of_one_name_cannot_both_be() {
    assert!(portals_own("compare").is_some());
    assert!(portals_own("robots.txt/").is_some());
    assert!(portals_own("feeds/all.xml/about/").is_some());
    assert!(portals_own("en/about/").is_some());
    assert!(portals_own("assets/mine.css").is_some());
    assert!(portals_own("search/0.js").is_some());
    assert!(portals_own("data/about/").is_none());
    assert!(agencys_own("na-kok", "na-kok/changes").is_some());
    assert!(agencys_own("na-kok", "na-kok/search/root.js").is_some());
    assert!(agencys_own("na-kok", "na-kok/files/root.js").is_none());
    assert!(agencys_own("", "changes/").is_some());
}

#[test]
fn a_page_is_stored_in_the_file_of_its_folder() {
    for (url, file) in [("", "index.html"), ("na-kok/2564/", "na-kok/2564/index.html"), ("a/b.pdf", "a/b.pdf")] {
        assert_eq!((file_of(url).as_str(), of_file(file)), (file, url));
    }
    assert_eq!(of_file("/na-kok/index.html"), "/na-kok/");
    assert_eq!(of_file("na-kok/my-index.html"), "na-kok/my-index.html", "a file of an author's");
    assert_eq!(rooted_in(Lang::En, &rooted("na-kok/")), "/en/na-kok/");
    assert_eq!(rooted_in(Lang::Th, "/na-kok/"), "/na-kok/");
}
