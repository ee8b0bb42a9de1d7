//! What the preview answers over real sockets, and whom it refuses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod preview;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use preview::{Site, read_reply, read_until};
use prongsai::preview::ServeOptions;

fn site() -> Site {
    let long = "ยาว ".repeat(2000);
    let files = [
        ("index.md", "หน้าแรก"),
        ("na-kok/2564.md", "แผน ๒๕๖๔"),
        ("ยาว.md", long.as_str()),
        ("style.css", "body { color: green }"),
        ("file.pdf", "%PDF-0123456789"),
        ("chart.svg", "<svg/>"),
    ];
    Site::with(&files)
}

#[test]
fn pages_come_with_the_preview_script_and_other_files_as_they_are() {
    let site = site();
    let home = site.get("/");
    assert_eq!(home.status, 200);
    assert_eq!(home.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(home.text().matches("/_prongsai/client.js").count(), 1);
    assert_eq!(home.header("cache-control"), Some("no-cache"));
    assert_eq!(home.header("x-content-type-options"), Some("nosniff"));
    let policy = home.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'self'") && policy.contains("connect-src 'self'"), "{policy}");
    let style = site.get("/style.css?v=1");
    assert_eq!(
        (style.text().as_str(), style.header("content-type")),
        ("body { color: green }", Some("text/css; charset=utf-8"))
    );
    assert_eq!(site.get("/chart.svg").header("content-type"), Some("image/svg+xml; charset=utf-8"));
    assert_eq!(site.get("/file.pdf").header("content-type"), Some("application/pdf"));
}

#[test]
fn thai_addresses_redirects_and_missing_pages() {
    let site = site();
    assert_eq!(site.get("/%E0%B8%A2%E0%B8%B2%E0%B8%A7/").status, 200);
    let moved = site.get("/na-kok/2564?q=1");
    assert_eq!((moved.status, moved.header("location")), (302, Some("/na-kok/2564/?q=1")));
    let moved = site.get("/%E0%B8%A2%E0%B8%B2%E0%B8%A7");
    assert_eq!(moved.header("location"), Some("/%E0%B8%A2%E0%B8%B2%E0%B8%A7/"));
    assert_eq!(site.get("/index.html").header("location"), Some("/"));
    let missing = site.get("/nowhere/");
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("ไม่พบหน้า") && missing.text().contains("/_prongsai/client.js"));
}

#[test]
fn bad_requests_are_refused_and_the_server_goes_on() {
    let site = site();
    let cases: [(&str, u16); 17] = [
        ("GET /../Cargo.toml HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        ("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        ("GET /a/..%2f..%2fb HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        ("GET /..%5c..%5cb HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        ("GET /a%00b HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        ("GET /%E0%B8 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        ("GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost.evil.example:4564\r\n\r\n", 403),
        ("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400),
        ("GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", 505),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc", 405),
        ("DELETE / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
        ("GET / HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n\r\n", 400),
        ("nonsense\r\n\r\n", 400),
    ];
    for (request, status) in cases {
        assert_eq!(site.ask(request).status, status, "{request}");
    }
    let long = format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a".repeat(9000));
    assert_eq!(site.ask(&long).status, 414);
    let wide = format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "a".repeat(20_000));
    assert_eq!(site.ask(&wide).status, 431);
    let many = format!("GET / HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "X: 1\r\n".repeat(150));
    assert_eq!(site.ask(&many).status, 431);
    for host in ["localhost:1", "127.0.0.1", "[::1]:4564", "LOCALHOST"] {
        assert_eq!(site.ask(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")).status, 200, "{host}");
    }
    assert_eq!(site.get_with("/_prongsai/hash?path=/", "Sec-Fetch-Site: cross-site\r\n").status, 403);
}

#[test]
fn other_names_only_when_listening_for_everybody_and_then_only_numbers() {
    let options = ServeOptions { host: "0.0.0.0".into(), port: 0, ..ServeOptions::default() };
    let site = Site::with_options(&[("index.md", "ก")], options);
    let port = site.running.address().port();
    let status = |host: &str| {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        preview::ask(([127, 0, 0, 1], port).into(), request.as_bytes()).status
    };
    assert_eq!((status("192.168.1.7:4564"), status("evil.example")), (200, 403));
    assert_eq!(site.running.url(), format!("http://127.0.0.1:{port}/"));
}

#[test]
fn an_unchanged_page_is_not_sent_again() {
    let site = site();
    let tag = site.get("/").header("etag").unwrap().to_owned();
    let again = site.get_with("/", &format!("If-None-Match: \"x\", {tag}\r\n"));
    assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(tag.as_str())));
    site.write("index.md", "ใหม่");
    site.wait_for("/", "ใหม่");
    assert_eq!(site.get_with("/", &format!("If-None-Match: {tag}\r\n")).status, 200);
}

#[test]
fn parts_of_a_file() {
    let site = site();
    let cases = [
        ("bytes=0-3", 206, "%PDF", "bytes 0-3/15"),
        ("bytes=5-", 206, "0123456789", "bytes 5-14/15"),
        ("bytes=-3", 206, "789", "bytes 12-14/15"),
        ("bytes=10-99999999999999999999999", 206, "56789", "bytes 10-14/15"),
        ("bytes=-99", 206, "%PDF-0123456789", "bytes 0-14/15"),
    ];
    for (range, status, body, place) in cases {
        let reply = site.get_with("/file.pdf", &format!("Range: {range}\r\n"));
        assert_eq!((reply.status, reply.text().as_str()), (status, body), "{range}");
        assert_eq!(reply.header("content-range"), Some(place));
    }
    for range in ["bytes=15-", "bytes=-0"] {
        let reply = site.get_with("/file.pdf", &format!("Range: {range}\r\n"));
        assert_eq!((reply.status, reply.header("content-range")), (416, Some("bytes */15")), "{range}");
    }
    for range in ["bytes=0-1,3-4", "bytes=5-2", "lines=1-2", "bytes=x-"] {
        assert_eq!(site.get_with("/file.pdf", &format!("Range: {range}\r\n")).status, 200, "{range}");
    }
    assert_eq!(site.get_with("/file.pdf", "Range: bytes=0-3\r\nIf-Range: \"other\"\r\n").status, 200);
}

#[test]
fn text_is_compressed_for_those_who_take_it() {
    let site = site();
    let page = "/%E0%B8%A2%E0%B8%B2%E0%B8%A7/";
    let plain = site.get(page);
    let zipped = site.get_with(page, "Accept-Encoding: br, gzip;q=0.5\r\n");
    assert_eq!(zipped.header("content-encoding"), Some("gzip"));
    assert!(zipped.body.len() * 5 < plain.body.len());
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(zipped.body.as_slice()).read_to_end(&mut text).unwrap();
    assert_eq!(text, plain.body);
    assert_eq!(site.get_with(page, "Accept-Encoding: gzip;q=0\r\n").header("content-encoding"), None);
    assert_eq!(site.get_with("/file.pdf", "Accept-Encoding: gzip\r\n").header("content-encoding"), None);
}

#[test]
fn several_requests_on_one_connection_and_head_without_body() {
    let site = site();
    let mut stream = site.connect();
    for _ in 0..3 {
        stream.write_all(b"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let reply = read_reply(&mut stream, false);
        assert_eq!(reply.status, 200);
        assert!(reply.header("content-length").unwrap().parse::<usize>().unwrap() > 100);
    }
    // Two at once, and one that arrives in pieces after the workers have given up waiting for it.
    stream
        .write_all(
            b"GET /style.css HTTP/1.1\r\nHost: localhost\r\n\r\nGET /chart.svg HTTP/1.1\r\nHost: localhost\r\n\r\n",
        )
        .unwrap();
    assert_eq!(read_reply(&mut stream, true).text(), "body { color: green }");
    assert_eq!(read_reply(&mut stream, true).text(), "<svg/>");
    stream.write_all(b"GET /chart.svg HT").unwrap();
    thread::sleep(Duration::from_millis(1200));
    stream.write_all(b"TP/1.1\r\nHost: localhost\r\n").unwrap();
    thread::sleep(Duration::from_millis(50));
    stream.write_all(b"\r\n").unwrap();
    assert_eq!(read_reply(&mut stream, true).text(), "<svg/>");
}

#[test]
fn hundreds_of_listening_and_idle_connections_leave_room_for_requests() {
    let site = site();
    let mut listening: Vec<_> = (0..300).map(|_| site.listen()).collect();
    let silent: Vec<_> = (0..200).map(|_| site.connect()).collect();
    let mut slow: Vec<_> = (0..40).map(|_| site.connect()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET / HTTP/1.1\r\nHo").unwrap();
    }
    let start = Instant::now();
    for _ in 0..50 {
        assert_eq!(site.get("/").status, 200);
    }
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    let until = Instant::now() + Duration::from_secs(5);
    while site.running.listeners() != 300 {
        assert!(Instant::now() < until, "{} listen", site.running.listeners());
        thread::sleep(Duration::from_millis(5));
    }
    site.write("index.md", "ใหม่");
    for stream in &mut listening {
        read_until(stream, "event: snapshot\n");
    }
    drop(silent);
}

/// Whoever asks and does not take the answer, in each way there is, holds up nobody else.
#[test]
fn readers_that_do_not_read_hold_up_nobody() {
    let large = "ข้อความยาว ".repeat(20_000);
    let site = Site::with(&[("index.md", "หน้าแรก"), ("large.md", large.as_str()), ("file.pdf", large.as_str())]);
    let shapes = [
        "GET /large/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /file.pdf HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /file.pdf HTTP/1.1\r\nHost: localhost\r\nRange: bytes=5-\r\n\r\n",
        "GET /_prongsai/events HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /nowhere/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /large/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    ];
    for shape in shapes {
        let held: Vec<_> = (0..40)
            .map(|_| {
                let mut stream = site.connect();
                stream.set_write_timeout(Some(Duration::from_millis(200))).unwrap();
                // What is not taken either, once the server waits for us, is as good as sent.
                let _ = stream.write_all(shape.repeat(200).as_bytes());
                stream
            })
            .collect();
        for _ in 0..5 {
            let start = Instant::now();
            assert_eq!(site.get("/").status, 200, "{shape}");
            assert!(start.elapsed() < Duration::from_secs(20), "{shape}: {:?}", start.elapsed());
        }
        drop(held);
    }
}

#[test]
fn a_slow_head_is_given_up() {
    let site = site();
    let mut stream = site.connect();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\n").unwrap();
    assert_eq!(read_reply(&mut stream, true).status, 408);
}

#[test]
fn a_taken_port_leads_to_the_next_and_stopping_frees_it() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let options = || ServeOptions { port, ..ServeOptions::default() };
    let site = Site::with_options(&[("index.md", "ก")], options());
    assert!(site.running.address().port() > port);
    assert_eq!(site.running.moved_from(), Some(port));
    drop(taken);
    let second = Site::with_options(&[("index.md", "ข")], options());
    assert_eq!((second.running.address().port(), second.running.moved_from()), (port, None));
    let mut listening = second.listen();
    let start = Instant::now();
    second.running.stop();
    assert!(start.elapsed() < Duration::from_millis(400), "{:?}", start.elapsed());
    let mut rest = Vec::new();
    listening.read_to_end(&mut rest).unwrap();
    let third = Site::with_options(&[("index.md", "ค")], options());
    assert_eq!(third.running.address().port(), port);
}

#[test]
fn a_renderer_that_breaks_costs_one_page() {
    let site = site();
    for _ in 0..40 {
        assert_eq!(site.get("/breaks-the-renderer/").status, 500);
    }
    assert_eq!(site.get("/").status, 200);
}

#[test]
fn hashes_findings_and_settings_for_the_page() {
    let site = site();
    let ask = |path: &str| -> serde_json::Value { serde_json::from_slice(&site.get(path).body).unwrap() };
    let first = ask("/_prongsai/hash?path=/&path=/style.css&path=/nowhere/&path=/../x");
    let hash = |answer: &serde_json::Value, path: &str| answer["hashes"][path].as_str().unwrap().to_owned();
    assert!(site.get("/").text().contains(&format!("data-hash=\"{}\"", hash(&first, "/"))));
    assert!(hash(&first, "/nowhere/").starts_with("missing-"));
    assert!(hash(&first, "/../x").starts_with("refused-"));
    site.write("style.css", "body { color: red }");
    site.wait_for("/style.css", "red");
    let second = ask("/_prongsai/hash?path=/&path=/style.css");
    assert_eq!(hash(&first, "/"), hash(&second, "/"));
    assert_ne!(hash(&first, "/style.css"), hash(&second, "/style.css"));
    assert_ne!(first["snapshot"], second["snapshot"]);
    let findings = ask("/_prongsai/findings?path=/");
    assert_eq!(
        (findings["source"].as_str(), findings["findings"]["counts"]["errors"].as_u64()),
        (Some("index.md"), Some(0))
    );
    let settings = ask("/_prongsai/settings");
    assert_eq!(settings["root"].as_str(), Some(site.root().to_string_lossy().as_ref()));
    assert_eq!(site.get("/_prongsai/../x").status, 400);
    assert_eq!(site.get("/_prongsai/secret").status, 404);
}
