//! Whom to trust on a secure connection: the authorities that browsers trust, a file of the office's own, or one
//! certificate by its fingerprint. Says in Thai what is wrong with a certificate, and its fingerprint.

use std::fmt;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, RootCertStore, SignatureScheme,
    StreamOwned,
};

use super::trouble::{Trouble, Why};
use crate::output::Hash;

pub type Secure = StreamOwned<ClientConnection, TcpStream>;

#[derive(Clone)]
pub struct Tls {
    config: Arc<ClientConfig>,
    seen: Arc<SeenCertificate>,
}

impl Tls {
    /// `certificate`: a file of certificates in PEM, or `sha256:` and the fingerprint of the only one to trust.
    /// `old`: TLS 1.2 alone, whose sessions can be taken up again as often as a server of files demands.
    pub fn new(certificate: Option<&str>, old: bool) -> Result<Self, Trouble> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let bad = |why: String| Trouble::new(Why::Address, why);
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let mut pinned = None;
        // What the whole machine is told to trust, as curl and git take it.
        let everywhere = std::env::var("SSL_CERT_FILE").ok();
        let file = match certificate.map(str::trim) {
            Some(text) if text.starts_with("sha256:") => {
                let digits: String =
                    text.trim_start_matches("sha256:").chars().filter(char::is_ascii_hexdigit).collect();
                pinned = Some(
                    Hash::parse(&digits.to_ascii_lowercase())
                        .ok_or_else(|| bad("certificate: ต้องเป็น sha256: ตามด้วยเลขฐานสิบหก 64 ตัว".to_owned()))?,
                );
                None
            }
            Some(file) => Some(file.to_owned()),
            None => everywhere,
        };
        if let Some(file) = file {
            let read = CertificateDer::pem_file_iter(&file)
                .and_then(Iterator::collect::<Result<Vec<_>, _>>)
                .map_err(|error| bad(format!("อ่านใบรับรอง `{file}` ไม่ได้: {error}")))?;
            roots.add_parsable_certificates(read);
        }
        let web = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
            .build()
            .map_err(|error| bad(format!("ใบรับรองที่ตั้งไว้ใช้ไม่ได้: {error}")))?;
        let seen = Arc::new(SeenCertificate { web, pinned, provider: Arc::clone(&provider), last: Mutex::new(None) });
        let versions: &[&rustls::SupportedProtocolVersion] =
            if old { &[&rustls::version::TLS12] } else { rustls::DEFAULT_VERSIONS };
        let config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .map_err(|error| bad(error.to_string()))?
            .dangerous() // the verifier below asks more than the default one, or else one certificate alone
            .with_custom_certificate_verifier(Arc::clone(&seen) as Arc<dyn ServerCertVerifier>)
            .with_no_client_auth();
        Ok(Self { config: Arc::new(config), seen })
    }

    /// The same with a memory of sessions of its own: some hosts want a file's connection to take up the session of the
    /// very connection that asked for it.
    pub fn with_own_sessions(&self) -> Self {
        let mut config = (*self.config).clone();
        config.resumption = rustls::client::Resumption::in_memory_sessions(8);
        Self { config: Arc::new(config), seen: Arc::clone(&self.seen) }
    }

    /// Secures a connection to `host`. The handshake is done when this returns.
    pub fn secure(&self, host: &str, stream: TcpStream) -> Result<Secure, Trouble> {
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| Trouble::new(Why::Address, format!("ชื่อโฮสต์ `{host}` ใช้กับ TLS ไม่ได้")))?;
        let connection = ClientConnection::new(Arc::clone(&self.config), name)
            .map_err(|error| Trouble::new(Why::Identity, format!("เริ่ม TLS ไม่ได้: {error}")))?;
        let mut secure = StreamOwned::new(connection, stream);
        while secure.conn.is_handshaking() {
            if let Err(error) = secure.conn.complete_io(&mut secure.sock) {
                return Err(self.trouble(host, &error));
            }
        }
        Ok(secure)
    }

    fn trouble(&self, host: &str, error: &std::io::Error) -> Trouble {
        let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
        let Some(tls) = tls else {
            return Trouble::new(Why::Cut, format!("`{host}` ตัดสายระหว่างเริ่ม TLS: {error}"));
        };
        let what = match tls {
            rustls::Error::InvalidCertificate(wrong) => match wrong {
                CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                    "ใบรับรองหมดอายุแล้ว แจ้งผู้ดูแลโฮสต์ให้ต่ออายุ"
                }
                CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                    "ใบรับรองยังไม่เริ่มใช้ ตรวจนาฬิกาของเครื่องนี้"
                }
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                    "ใบรับรองเป็นของชื่ออื่น ใช้ชื่อที่บริษัทโฮสต์แจ้งไว้ใน `to:`"
                }
                CertificateError::UnknownIssuer => "ไม่รู้จักผู้ออกใบรับรอง",
                CertificateError::ApplicationVerificationFailure => "ใบรับรองไม่ตรงกับลายนิ้วมือที่ตั้งไว้",
                _ => "ใบรับรองใช้ไม่ได้",
            },
            rustls::Error::AlertReceived(alert) => {
                return Trouble::new(Why::Identity, format!("`{host}` ปฏิเสธ TLS: {alert:?}"));
            }
            other => return Trouble::new(Why::Identity, format!("TLS กับ `{host}` ไม่สำเร็จ: {other}")),
        };
        let print = self.seen.last.lock().unwrap_or_else(PoisonError::into_inner).map_or_else(String::new, |hash| {
            format!(" ถ้าถามผู้ดูแลโฮสต์แล้วว่าลายนิ้วมือตรงกัน ตั้ง `certificate: sha256:{hash}` ที่ปลายทางเพื่อเชื่อใบนี้ใบเดียว")
        });
        Trouble::new(Why::Identity, format!("ไม่เชื่อว่าปลายสายคือ `{host}`: {what} จึงไม่ส่งรหัสผ่าน{print}"))
    }
}

/// Ends the sending half properly: without it, some servers take a file for cut.
pub fn finish(secure: &mut Secure) -> std::io::Result<()> {
    secure.flush()?;
    secure.conn.send_close_notify();
    while secure.conn.wants_write() {
        secure.conn.write_tls(&mut secure.sock)?;
    }
    secure.sock.shutdown(std::net::Shutdown::Write)?;
    // What the server still says belongs to the session, which the next connection takes up.
    let mut rest = [0; 512];
    while matches!(secure.read(&mut rest), Ok(count) if count > 0) {}
    Ok(())
}

/// Verifies as browsers do, or one certificate alone; remembers the fingerprint that it saw.
struct SeenCertificate {
    web: Arc<WebPkiServerVerifier>,
    pinned: Option<Hash>,
    provider: Arc<CryptoProvider>,
    last: Mutex<Option<Hash>>,
}

impl fmt::Debug for SeenCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seen")
    }
}

impl ServerCertVerifier for SeenCertificate {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let print = Hash::of(end_entity);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(print);
        match self.pinned {
            Some(pinned) if pinned == print => Ok(ServerCertVerified::assertion()),
            Some(_) => Err(CertificateError::ApplicationVerificationFailure.into()),
            None => self.web.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
