//! Where connections wait for their next request without a thread each: one thread reads from all of them in turn.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::super::http::{self, Refused};
use super::{Connection, Queue, is_pause};

/// Together with the listening pages below the number of files a process may open.
const MOST_WAITING: usize = 256;
/// A request whose head takes longer is an attack or a broken line.
const HEAD_LIMIT: Duration = Duration::from_secs(10);
const IDLE_LIMIT: Duration = Duration::from_secs(60);

pub enum Visit {
    Enter(Connection),
    /// Requests are expected: look often.
    Wake,
    /// Let the oldest go.
    Shed,
    Stop,
}

pub struct Lobby(Sender<Visit>);

impl Lobby {
    pub fn new() -> (Self, Receiver<Visit>) {
        let (sender, inbox) = mpsc::channel();
        (Self(sender), inbox)
    }

    pub fn enter(&self, connection: Connection) {
        self.tell(Visit::Enter(connection));
    }

    pub fn wake(&self) {
        self.tell(Visit::Wake);
    }

    pub fn shed(&self) {
        self.tell(Visit::Shed);
    }

    pub fn stop(&self) {
        self.tell(Visit::Stop);
    }

    fn tell(&self, visit: Visit) {
        // A closed lobby drops the connection, which closes it.
        let _ = self.0.send(visit);
    }
}

pub(super) fn run(inbox: &Receiver<Visit>, queue: &Queue) {
    let mut waiting: Vec<Connection> = Vec::new();
    let mut lively = Instant::now();
    loop {
        let pause = if waiting.is_empty() { IDLE_LIMIT } else { pause(lively.elapsed()) };
        match inbox.recv_timeout(pause) {
            Ok(Visit::Enter(connection)) => {
                lively = Instant::now();
                if connection.stream.set_nonblocking(true).is_ok() {
                    waiting.push(connection);
                }
            }
            Ok(Visit::Wake) => lively = Instant::now(),
            Ok(Visit::Shed) => drop(waiting.drain(..waiting.len().min(32))),
            Ok(Visit::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {}
        }
        let excess = waiting.len().saturating_sub(MOST_WAITING);
        drop(waiting.drain(..excess));
        let mut stay = Vec::with_capacity(waiting.len());
        for connection in waiting.drain(..) {
            match look(connection) {
                Seen::Nothing(connection) => stay.push(connection),
                Seen::Request(connection) => {
                    lively = Instant::now();
                    queue.push(connection);
                }
                Seen::Late(connection) => connection.turn_away(Refused(408)),
                Seen::Gone => {}
            }
        }
        waiting = stay;
    }
}

/// How long to sleep between looks: briefly while somebody is reading the site, hardly ever while nobody is.
fn pause(since_last: Duration) -> Duration {
    match since_last.as_millis() {
        0..5 => Duration::from_micros(200),
        5..3_000 => Duration::from_millis(1),
        3_000..60_000 => Duration::from_millis(5),
        _ => Duration::from_millis(20),
    }
}

enum Seen {
    Nothing(Connection),
    Request(Connection),
    Late(Connection),
    Gone,
}

fn look(mut connection: Connection) -> Seen {
    let mut news = false;
    loop {
        match connection.read() {
            Ok(0) => return Seen::Gone,
            Ok(_) => news = true,
            Err(error) if is_pause(&error) => break,
            Err(_) => return Seen::Gone,
        }
        if connection.received.len() > http::MOST_HEAD_BYTES {
            break;
        }
    }
    if news && connection.is_complete() {
        return Seen::Request(connection);
    }
    let age = connection.since.elapsed();
    match connection.received.is_empty() {
        true if age > IDLE_LIMIT => Seen::Gone,
        false if age > HEAD_LIMIT => Seen::Late(connection),
        _ => Seen::Nothing(connection),
    }
}
