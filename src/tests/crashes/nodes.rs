//! Processes of the program that are killed and started again.

use crate::{search::dice::Dice, support::Answer};
use reqwest::RequestBuilder;
use std::{
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{broadcast, watch},
    time::Instant,
};
use tradewind::server::{config::Config, random};

/// Below the ports that systems hand out by themselves: while a node is down, nobody else must take its address.
const PORTS: std::ops::Range<usize> = 10_000..20_000;
/// Answers between two kills, at most.
const MOST_ANSWERS: usize = 25;
/// Between two tries to reach a node that starts.
pub const PAUSE: Duration = Duration::from_millis(10);
/// How long a delicate request takes, before the first was seen.
const FIRST_GUESS: Duration = Duration::from_millis(20);

/// What a death in the middle of does most harm: stock, books and gateways move in one step, or must not move twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    Placing,
    Canceling,
    Capturing,
}

impl Moment {
    pub const ALL: [Self; 3] = [Self::Placing, Self::Canceling, Self::Capturing];

    fn of(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|moment| moment.path() == path)
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Placing => "/actions/checkout/place_order",
            Self::Canceling => "/actions/admin/cancel_order",
            Self::Capturing => "/actions/admin/capture_payment",
        }
    }
}

/// A request that is on its way to a node.
#[derive(Clone, Copy, Debug)]
pub struct Begun {
    node: usize,
    moment: Option<Moment>,
    at: Instant,
}

struct Node {
    address: SocketAddr,
    data_dir: PathBuf,
    process: Mutex<Child>,
}

/// The nodes of one shop, each a process.
pub struct Nodes {
    config: Config,
    nodes: Vec<Node>,
    /// Which of them answer.
    up: watch::Sender<Vec<bool>>,
    /// Requests that were answered by any of them.
    answered: watch::Sender<usize>,
    /// Tells of every delicate request, as it begins.
    begun: broadcast::Sender<Begun>,
    /// How long the last of each moment took that was answered.
    took: Mutex<[Duration; Moment::ALL.len()]>,
    /// The moment that the next kill waits for.
    awaited: Mutex<Option<Moment>>,
    /// Whether somebody who asks them met what must not be, and has stopped.
    fallen: watch::Sender<bool>,
    http: reqwest::Client,
}

impl Nodes {
    /// Starts processes with the database of these settings; the first one's address is the shop's.
    pub fn start(config: &Config, count: usize) -> Self {
        let addresses: Vec<_> = (0..count).map(|_| free_address()).collect();
        let mut config = config.clone();
        config.public_url = addresses.first().map(|address| format!("http://{address}"));
        let nodes = addresses.into_iter().enumerate().map(|(number, address)| {
            // Nodes share the database, and on SQLite there is just one.
            let data_dir = if number == 0 { config.data_dir.clone() } else { config.data_dir.join(number.to_string()) };
            let process = Mutex::new(spawn(&config, address, &data_dir));
            Node { address, data_dir, process }
        });
        let nodes = nodes.collect();
        let (up, answered) = (watch::Sender::new(vec![true; count]), watch::Sender::new(0));
        let (begun, took) = (broadcast::Sender::new(64), Mutex::new([FIRST_GUESS; Moment::ALL.len()]));
        let (awaited, fallen) = (Mutex::default(), watch::Sender::new(false));
        Self { config, nodes, up, answered, begun, took, awaited, fallen, http: reqwest::Client::new() }
    }

    pub fn count(&self) -> usize {
        self.nodes.len()
    }

    /// The shop's address, without a trailing slash.
    pub fn origin(&self) -> String {
        self.config.public_url()
    }

    /// Notes that something is asked of a node.
    pub fn begin(&self, node: usize, path: &str) -> Begun {
        let begun = Begun { node, moment: Moment::of(path), at: Instant::now() };
        if begun.moment.is_some() {
            // Most of the time nobody waits for it.
            drop(self.begun.send(begun));
        }
        begun
    }

    /// Counts an answer of a node, which has to be a proper one.
    pub fn note(&self, begun: &Begun, answer: &Answer) {
        assert!(answer.status < 500, "a node that lives answers {}: {}", answer.status, answer.body);
        if let Some(moment) = begun.moment.filter(|_| answer.status == 200) {
            lock(&self.took)[moment as usize] = begun.at.elapsed();
        }
        self.answered.send_modify(|answered| *answered += 1);
    }

    /// Ends the killing: without whoever fell, what it waits for may never happen.
    pub fn fall(&self) {
        self.fallen.send_replace(true);
    }

    /// Waits until somebody has fallen.
    pub async fn fallen(&self) {
        self.fallen.subscribe().wait_for(|fallen| *fallen).await.expect("the sender lives");
    }

    /// What the next kill waits for, so that it is done soon.
    pub fn awaited(&self) -> Option<Moment> {
        *lock(&self.awaited)
    }

    /// Any node that is up, or about to be, and its address.
    pub async fn any(&self, dice: &mut Dice) -> (usize, String) {
        let mut watching = self.up.subscribe();
        let up = watching.wait_for(|up| up.contains(&true)).await.expect("the sender lives").clone();
        let up: Vec<usize> = (0..self.count()).filter(|node| up[*node]).collect();
        let node = *dice.pick(&up);
        (node, format!("http://{}", self.nodes[node].address))
    }

    /// Kills so many processes, each after a random number of answers, and starts each again. One in five dies while
    /// it still starts.
    pub async fn kill_at_random(&self, kills: usize, dice: &mut Dice) {
        for _ in 0..kills {
            let node = dice.roll(self.count());
            if !dice.once_in(5) {
                self.wait_until_ready(node).await;
                let wanted = *self.answered.borrow() + 1 + dice.roll(MOST_ANSWERS);
                self.answered.subscribe().wait_for(|answered| *answered >= wanted).await.expect("the sender lives");
            }
            self.kill_and_start(node);
        }
        self.wait_until_all_are_ready().await;
    }

    /// Kills so many processes in the middle of each moment: at a random time while a node is at it.
    pub async fn kill_amid(&self, kills: usize, dice: &mut Dice) {
        for round in 0..kills * Moment::ALL.len() {
            let moment = Moment::ALL[round % Moment::ALL.len()];
            self.wait_until_all_are_ready().await;
            let mut begun = self.begun.subscribe();
            *lock(&self.awaited) = Some(moment);
            let node = loop {
                match begun.recv().await {
                    Ok(Begun { node, moment: Some(seen), .. }) if seen == moment => break node,
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(error) => panic!("{error}"),
                }
            };
            let whole = lock(&self.took)[moment as usize];
            tokio::time::sleep(whole * u32::try_from(dice.roll(100)).expect("a percentage") / 100).await;
            self.kill_and_start(node);
        }
        *lock(&self.awaited) = None;
        self.wait_until_all_are_ready().await;
    }

    fn kill_and_start(&self, node: usize) {
        self.set_up(node, false);
        kill(&self.nodes[node]);
        let Node { address, data_dir, process } = &self.nodes[node];
        *lock(process) = spawn(&self.config, *address, data_dir);
        self.set_up(node, true);
    }

    async fn wait_until_all_are_ready(&self) {
        for node in 0..self.count() {
            self.wait_until_ready(node).await;
        }
    }

    fn set_up(&self, node: usize, is_up: bool) {
        self.up.send_modify(|up| up[node] = is_up);
    }

    async fn wait_until_ready(&self, node: usize) {
        let url = format!("http://{}/readyz", self.nodes[node].address);
        while !is_ready(self.http.get(&url)).await {
            let ended = lock(&self.nodes[node].process).try_wait();
            assert!(matches!(ended, Ok(None)), "node {node} ended by itself: {ended:?}");
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Kills all of them for good; the answer is where the shop was.
    pub fn end(&self) -> SocketAddr {
        self.nodes.iter().for_each(kill);
        self.nodes[0].address
    }
}

/// A test that fails leaves no process behind.
impl Drop for Nodes {
    fn drop(&mut self) {
        self.nodes.iter().for_each(kill);
    }
}

/// Also after somebody failed while they held it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn is_ready(request: RequestBuilder) -> bool {
    request.send().await.is_ok_and(|answer| answer.status().is_success())
}

fn kill(node: &Node) {
    let mut process = lock(&node.process);
    // One that ended already cannot be killed.
    drop(process.kill());
    process.wait().expect("an end");
}

fn spawn(config: &Config, address: SocketAddr, data_dir: &std::path::Path) -> Child {
    std::fs::create_dir_all(data_dir).expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_tradewind"));
    command.env_clear().env("TRADEWIND_ADDR", address.to_string()).env("TRADEWIND_DATA_DIR", data_dir);
    command.env("TRADEWIND_PUBLIC_URL", config.public_url()).env("TRADEWIND_SITE_DIR", &config.site_dir);
    command.env("TRADEWIND_LOG", "off").env("TRADEWIND_DATABASE_CONNECTIONS", "8");
    if let Some(url) = &config.database_url {
        command.env("DATABASE_URL", url);
    }
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program")
}

fn free_address() -> SocketAddr {
    let mut dice = Dice::new(u64::from_str_radix(&random::token()[..15], 16).expect("hexadecimal"));
    loop {
        let port = u16::try_from(PORTS.start + dice.roll(PORTS.len())).expect("a port");
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        if TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}
