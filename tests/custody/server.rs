//! A server of given files on this machine, plain or over TLS, that can also be slow, lie and break off.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::tree;

/// What a server does with a question.
#[derive(Clone)]
pub enum Answer {
    File(Vec<u8>),
    Raw(Vec<u8>),
    /// A letter now and then, for ever.
    Drip(Vec<u8>),
    Nothing,
}

pub type Answers = Arc<Mutex<BTreeMap<String, Answer>>>;

/// A server of exactly these files, and what it was asked.
pub struct Served {
    pub port: u16,
    pub answers: Answers,
    pub asked: Arc<Mutex<Vec<String>>>,
}

fn decoded(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == b'%' && tail.len() >= 2 {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&tail[..2]).unwrap(), 16).unwrap());
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn answer(stream: &mut (impl Read + Write), answers: &Answers, asked: &Mutex<Vec<String>>) -> std::io::Result<()> {
    loop {
        let mut head = Vec::new();
        let mut letter = [0];
        while !head.ends_with(b"\r\n\r\n") {
            if stream.read(&mut letter)? == 0 {
                return Ok(());
            }
            head.push(letter[0]);
        }
        let path = decoded(String::from_utf8_lossy(&head).split(' ').nth(1).unwrap().trim_start_matches('/'));
        asked.lock().unwrap().push(path.clone());
        let found = answers.lock().unwrap().get(&path).cloned().unwrap_or(Answer::Nothing);
        match found {
            Answer::File(bytes) => {
                write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", bytes.len())?;
                stream.write_all(&bytes)?;
            }
            Answer::Raw(bytes) => {
                stream.write_all(&bytes)?;
                return stream.flush();
            }
            Answer::Drip(bytes) => {
                for byte in bytes.iter().cycle() {
                    stream.write_all(&[*byte])?;
                    stream.flush()?;
                    std::thread::sleep(Duration::from_millis(20));
                }
            }
            Answer::Nothing => write!(stream, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")?,
        }
        stream.flush()?;
    }
}

pub fn serve(site: &Path, tls: Option<Arc<rustls::ServerConfig>>) -> Served {
    let files = tree(site).into_iter().map(|(path, bytes)| (path, Answer::File(bytes))).collect();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let served = Served {
        port: listener.local_addr().unwrap().port(),
        answers: Arc::new(Mutex::new(files)),
        asked: Arc::default(),
    };
    let (answers, asked) = (Arc::clone(&served.answers), Arc::clone(&served.asked));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, tls) = (stream.unwrap(), tls.clone());
            let (answers, asked) = (Arc::clone(&answers), Arc::clone(&asked));
            std::thread::spawn(move || serve_one(&mut stream, tls, &answers, &asked));
        }
    });
    served
}

fn serve_one(
    stream: &mut TcpStream,
    tls: Option<Arc<rustls::ServerConfig>>,
    answers: &Answers,
    asked: &Mutex<Vec<String>>,
) {
    let _ = match tls {
        None => answer(stream, answers, asked),
        Some(config) => {
            let mut connection = rustls::ServerConnection::new(config).unwrap();
            answer(&mut rustls::Stream::new(&mut connection, stream), answers, asked)
        }
    };
}

/// A certificate for this machine, made for this run.
pub fn certificate(folder: &Path) -> Arc<rustls::ServerConfig> {
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    let (key, certificate) = (folder.join("key.pem"), folder.join("cert.pem"));
    let done = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout"])
        .args([&key, Path::new("-out"), &certificate])
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let chain = CertificateDer::pem_file_iter(&certificate).unwrap().collect::<Result<Vec<_>, _>>().unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    Arc::new(config.with_no_client_auth().with_single_cert(chain, PrivateKeyDer::from_pem_file(&key).unwrap()).unwrap())
}
