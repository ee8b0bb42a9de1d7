//! Sockets: who is listened to, by which thread, and for how long. A few workers answer; connections that wait for
//! a request cost no thread. What is answered is decided in `answer`.

mod lobby;

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{IpAddr, Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use self::lobby::Lobby;
use super::events::Hub;
use super::http::{self, Method, Refused, Request, Response};
use super::lock;

const WORKERS: usize = 16;
/// A worker waits this long for a connection's next request while most of its colleagues are free.
const GRACE: Duration = Duration::from_millis(800);
/// How soon a waiting worker notices that the server stops, or that its colleagues have become busy.
const SLICE: Duration = Duration::from_millis(50);
/// A body of the author's own panel comes from this machine.
const BODY_LIMIT: Duration = Duration::from_secs(10);
/// How many ports are tried after the wanted one.
const MORE_PORTS: u16 = 20;

pub enum Served {
    Whole(Response),
    /// The connection becomes a stream of events.
    Events,
}

pub trait Answers: Send + Sync {
    fn answer(&self, request: &Request, from: IpAddr) -> Served;

    /// May this request bring a body, and how long is it? Judged before any of it is read.
    fn admit(&self, request: &Request, from: IpAddr) -> Result<usize, Response>;

    /// Does what an admitted request asks for.
    fn act(&self, request: &Request, body: &[u8]) -> Response;
}

/// Listens on `port`, or the next free one after it. Port 0 lets the system choose.
pub fn bind(host: &str, port: u16) -> io::Result<TcpListener> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for port in port..=port.saturating_add(if port == 0 { 0 } else { MORE_PORTS }) {
        for address in (host, port).to_socket_addrs()? {
            // The standard library would let a second program share the port on some systems; one that answers owns it.
            if port != 0 && address.ip().is_loopback() && is_taken(address) {
                last = io::Error::from(io::ErrorKind::AddrInUse);
                continue;
            }
            match TcpListener::bind(address) {
                Ok(listener) => return Ok(listener),
                Err(error) => last = error,
            }
        }
        if !matches!(last.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied) {
            break;
        }
    }
    Err(last)
}

/// Whether somebody listens there already, such as a program bound to every address of the machine.
fn is_taken(address: SocketAddr) -> bool {
    TcpStream::connect_timeout(&address, Duration::from_millis(100)).is_ok()
}

pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

struct Shared {
    answers: Arc<dyn Answers>,
    hub: Hub,
    lobby: Lobby,
    queue: Queue,
    stopping: AtomicBool,
}

impl Server {
    pub fn start(listener: TcpListener, answers: Arc<dyn Answers>, hub: Hub) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (lobby, inbox) = Lobby::new();
        let queue = Queue::default();
        let shared = Arc::new(Shared { answers, hub, lobby, queue, stopping: AtomicBool::new(false) });
        for number in 0..WORKERS {
            let shared = Arc::clone(&shared);
            thread::Builder::new().name(format!("preview-{number}")).spawn(move || shared.work())?;
        }
        let waiting = Arc::clone(&shared);
        thread::Builder::new().name("preview-lobby".into()).spawn(move || lobby::run(&inbox, &waiting.queue))?;
        let accepting = Arc::clone(&shared);
        let acceptor =
            thread::Builder::new().name("preview-accept".into()).spawn(move || accepting.accept(&listener))?;
        Ok(Self { address, shared, acceptor: Some(acceptor) })
    }

    /// Requests are about to come on connections that have been quiet.
    pub fn expect_requests(&self) {
        self.shared.lobby.wake();
    }

    /// Frees the port and lets every connection go, without waiting for any of them.
    pub fn stop(&mut self) {
        let Some(acceptor) = self.acceptor.take() else { return };
        self.shared.stopping.store(true, Ordering::SeqCst);
        self.shared.hub.stop();
        self.shared.lobby.stop();
        self.shared.queue.close();
        let mut own = self.address;
        if own.ip().is_unspecified() {
            own.set_ip(if own.is_ipv4() {
                IpAddr::from([127, 0, 0, 1])
            } else {
                IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1])
            });
        }
        // Only to wake the acceptor from its wait; if even that fails, it ends with the process.
        if TcpStream::connect_timeout(&own, Duration::from_millis(500)).is_ok() {
            let _ = acceptor.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A socket, and what it has sent of a request so far.
pub(super) struct Connection {
    stream: TcpStream,
    from: IpAddr,
    received: Vec<u8>,
    /// When the request that is not complete began, or else when the last one was answered.
    since: Instant,
}

impl Connection {
    fn new(stream: TcpStream, from: IpAddr) -> Self {
        // Without it an answer may wait 40 ms for the browser's acknowledgement; a failure costs only that.
        let _ = stream.set_nodelay(true);
        Self { stream, from, received: Vec::new(), since: Instant::now() }
    }

    /// Takes what has arrived. `Ok(0)`: the other side closed.
    fn read(&mut self) -> io::Result<usize> {
        let mut bytes = [0; 8 * 1024];
        let count = self.stream.read(&mut bytes)?;
        if self.received.is_empty() {
            self.since = Instant::now();
        }
        self.received.extend_from_slice(bytes.get(..count).unwrap_or_default());
        Ok(count)
    }

    /// The body of a request whose head has been taken. Too slow a sender is an attack or a broken line.
    fn body(&mut self, length: usize) -> io::Result<Vec<u8>> {
        let until = Instant::now() + BODY_LIMIT + Duration::from_millis(length as u64 / 256);
        while self.received.len() < length {
            match self.read() {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(_) => {}
                Err(error) if is_pause(&error) => {}
                Err(error) => return Err(error),
            }
            if Instant::now() > until {
                return Err(io::ErrorKind::TimedOut.into());
            }
        }
        Ok(self.received.drain(..length).collect())
    }

    fn is_complete(&self) -> bool {
        !matches!(http::parse(&self.received), Ok(None))
    }

    /// Says why and closes, without waiting for whether it arrives.
    fn turn_away(mut self, refused: Refused) {
        // Whoever is turned away may be gone already.
        let _ = Response::refused(refused).write(&mut self.stream, true, false);
    }

    fn refuse(mut self, refused: Refused) {
        let _ = self.stream.set_write_timeout(Some(Duration::from_millis(500)));
        let _ = Response::refused(refused).write(&mut self.stream, true, false);
        self.close();
    }

    /// Lets the last answer arrive: closing with unread bytes would cut it off.
    fn close(mut self) {
        let _ = self.stream.shutdown(Shutdown::Write);
        let _ = self.stream.set_read_timeout(Some(SLICE));
        let until = Instant::now() + SLICE * 4;
        let mut rest = [0; 4096];
        while Instant::now() < until && matches!(self.stream.read(&mut rest), Ok(count) if count > 0) {}
    }
}

impl Shared {
    fn accept(&self, listener: &TcpListener) {
        loop {
            let accepted = listener.accept();
            if self.stopping.load(Ordering::SeqCst) {
                return;
            }
            match accepted {
                Ok((stream, from)) => self.place(Connection::new(stream, from.ip())),
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
                Err(_) => {
                    // Out of file handles: make room and try again.
                    self.lobby.shed();
                    thread::sleep(Duration::from_millis(20));
                }
            }
        }
    }

    fn place(&self, connection: Connection) {
        match self.queue.mostly_idle() {
            true => self.queue.push(connection),
            false => self.lobby.enter(connection),
        }
    }

    fn work(&self) {
        while let Some(connection) = self.queue.pop() {
            self.attend(connection);
            self.queue.done();
        }
    }

    fn attend(&self, mut connection: Connection) {
        if connection.stream.set_nonblocking(false).is_err() || connection.stream.set_read_timeout(Some(SLICE)).is_err()
        {
            return;
        }
        let mut patience = Instant::now() + GRACE;
        loop {
            match http::parse(&connection.received) {
                Err(refused) => return connection.refuse(refused),
                Ok(Some((request, length))) => {
                    connection.received.drain(..length);
                    match self.answer(&mut connection, &request) {
                        AfterRequest::Next => patience = Instant::now() + GRACE,
                        AfterRequest::Close => return connection.close(),
                        AfterRequest::Drop => return,
                        AfterRequest::Listen => {
                            if let Some(stream) = self.hub.join(connection.stream) {
                                Connection::new(stream, connection.from).refuse(Refused(503));
                            }
                            return;
                        }
                    }
                }
                Ok(None) => match connection.read() {
                    Ok(0) => return,
                    Ok(_) => {}
                    Err(error) if is_pause(&error) => {}
                    Err(_) => return,
                },
            }
            if self.stopping.load(Ordering::SeqCst) {
                return;
            }
            let waits = !connection.is_complete();
            if waits && (Instant::now() > patience || !self.queue.mostly_idle()) {
                return self.lobby.enter(connection);
            }
        }
    }

    fn answer(&self, connection: &mut Connection, request: &Request) -> AfterRequest {
        let response = match request.method {
            Method::Other => Response::refused(Refused(405)),
            Method::Post => match self.answers.admit(request, connection.from) {
                Err(refused) => refused,
                Ok(length) => match connection.body(length) {
                    Ok(body) => self.answers.act(request, &body),
                    Err(_) => Response::refused(Refused(408)),
                },
            },
            Method::Get | Method::Head => match self.answers.answer(request, connection.from) {
                Served::Events if request.method == Method::Get => return AfterRequest::Listen,
                Served::Events => Response::text(200, ""),
                Served::Whole(response) => response,
            },
        };
        connection.since = Instant::now();
        let mut out = InTime::new(&mut connection.stream, &self.queue, response.body.len());
        let written = response.write(&mut out, request.method != Method::Head, request.keep_alive);
        match written {
            Ok(()) if request.keep_alive => AfterRequest::Next,
            Ok(()) => AfterRequest::Close,
            // Nobody reads there: nothing is left to arrive.
            Err(_) => AfterRequest::Drop,
        }
    }
}

enum AfterRequest {
    Next,
    Close,
    Drop,
    Listen,
}

fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted)
}

/// Gives up on a reader that takes its answer too slowly, so that it does not keep a worker; and sooner on one that takes
/// nothing at all while others wait.
struct InTime<'a> {
    stream: &'a mut TcpStream,
    queue: &'a Queue,
    until: Instant,
    /// When the reader took something last.
    moved: Instant,
}

/// As long a worker waits for a reader that takes nothing.
const STILL: Duration = Duration::from_secs(5);
/// The same while most workers are busy.
const STILL_IN_A_CROWD: Duration = Duration::from_millis(250);

impl<'a> InTime<'a> {
    fn new(stream: &'a mut TcpStream, queue: &'a Queue, length: usize) -> Self {
        // A slow radio link takes about 256 kB in a second.
        let allowed = Duration::from_secs(10) + Duration::from_millis(length as u64 / 256);
        // Without a limit per write the limit for all of it still holds between writes.
        let _ = stream.set_write_timeout(Some(SLICE));
        Self { stream, queue, until: Instant::now() + allowed, moved: Instant::now() }
    }
}

impl Write for InTime<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            let now = Instant::now();
            let patience = if self.queue.mostly_idle() { STILL } else { STILL_IN_A_CROWD };
            if now > self.until || now > self.moved + patience {
                return Err(io::Error::from(io::ErrorKind::TimedOut));
            }
            match self.stream.write(bytes.get(..256 * 1024).unwrap_or(bytes)) {
                Err(error) if is_pause(&error) => {}
                Ok(count) => {
                    self.moved = Instant::now();
                    return Ok(count);
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// Connections with a request to answer, and the workers that wait for one.
#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<QueueState>,
    arrived: Condvar,
}

#[derive(Default)]
struct QueueState {
    waiting: VecDeque<Connection>,
    busy: usize,
    closed: bool,
}

impl Queue {
    fn push(&self, connection: Connection) {
        let mut state = lock(&self.state);
        if !state.closed {
            state.waiting.push_back(connection);
            self.arrived.notify_one();
        }
    }

    fn pop(&self) -> Option<Connection> {
        let mut state = lock(&self.state);
        loop {
            if state.closed {
                return None;
            }
            if let Some(connection) = state.waiting.pop_front() {
                state.busy += 1;
                return Some(connection);
            }
            state = self.arrived.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn done(&self) {
        lock(&self.state).busy -= 1;
    }

    /// Enough workers are free that one may wait for a request that has not come yet.
    fn mostly_idle(&self) -> bool {
        let state = lock(&self.state);
        state.busy + state.waiting.len() <= WORKERS / 2
    }

    fn close(&self) {
        let mut state = lock(&self.state);
        state.closed = true;
        state.waiting.clear();
        self.arrived.notify_all();
    }
}
