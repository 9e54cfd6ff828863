//! Three Citus machines on loopback: a coordinator and two with rows, each a separate server in a common folder
//! that is removed with them.
use crate::process::{must, works};
use anyhow::{Result, bail, ensure};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The number of machines; the first is the coordinator.
pub(super) const MACHINES: usize = 3;
/// Where distributions such as Debian install the programs.
const INSTALLED: &str = "/usr/lib/postgresql";

/// The machines; when dropped, they are stopped and their folder is removed.
pub(super) struct Nodes {
    programs: PathBuf,
    folder: PathBuf,
    ports: Vec<u16>,
    /// The user to run as if this is root, because `PostgreSQL` refuses to run as root.
    other: Option<&'static str>,
}

impl Nodes {
    /// Starts the machines and adds them to the cluster.
    pub(super) fn start() -> Result<Self> {
        let programs = programs()?;
        let folder = std::env::temp_dir().join(format!("tachograph-cluster-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let root = works(Command::new("sh").args(["-c", "test $(id -u) = 0"]));
        let other = if root {
            ["postgres", "nobody"].into_iter().find(|user| works(Command::new("id").arg(user)))
        } else {
            None
        };
        ensure!(!root || other.is_some(), "PostgreSQL refuses to run as root, and there is no user postgres or nobody");
        if let Some(user) = other {
            must(Command::new("chown").arg(user).arg(&folder))?;
        }
        // All are bound at the same time, so that the ports differ.
        let held = (0..MACHINES).map(|_| TcpListener::bind("127.0.0.1:0")).collect::<Result<Vec<_>, _>>()?;
        let mut ports = held.iter().map(|held| Ok(held.local_addr()?.port())).collect::<Result<Vec<_>>>()?;
        // The tests identify machines by the order of their ports.
        ports.sort_unstable();
        drop(held);
        let nodes = Self { programs, folder, ports, other };
        for number in 0..MACHINES {
            nodes.make(number)?;
            nodes.boot(number)?;
        }
        nodes.introduce("postgres")?;
        Ok(nodes)
    }

    /// The URL of a database on the coordinator. The machines' own certificates are X.509 version 1, which
    /// clients do not accept.
    pub(super) fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}?sslmode=disable", self.ports[0])
    }

    /// The shell command that sends the signal `$2` to all processes of the machine `$1`: KILL ends it like a
    /// power failure, STOP leaves its connections open but silent.
    pub(super) fn kill_command(&self) -> String {
        let file = format!("'{}'/$1/postmaster.pid", self.folder.display());
        format!("pid=$(head -n 1 {file}); kill -$2 $pid $(cat /proc/$pid/task/$pid/children)")
    }

    /// The shell command that starts the machine `$1`.
    pub(super) fn start_command(&self) -> String {
        let (folder, program) = (self.folder.display(), self.programs.join("pg_ctl"));
        let other = self.other.map(|user| format!("runuser -u {user} -- ")).unwrap_or_default();
        let start = format!("{other}'{}' -D '{folder}'/$1 -l '{folder}'/$1.log -w start", program.display());
        // The last killed process may hold their shared memory for a moment.
        format!("cd /; for try in $(seq 50); do {start} && exit; sleep 0.2; done; exit 1")
    }

    /// Distributes databases created from now on over this many machines besides the coordinator.
    pub(super) fn spread_over(&self, machines: usize) -> Result<()> {
        for (number, port) in self.ports.iter().enumerate().skip(1) {
            let statement = if number <= machines {
                format!("SELECT citus_add_node('127.0.0.1', {port})")
            } else {
                format!("SELECT citus_remove_node(nodename, nodeport) FROM pg_dist_node WHERE nodeport = {port}")
            };
            self.sql(0, "postgres", &[&statement])?;
        }
        Ok(())
    }

    /// Starts a machine.
    fn boot(&self, number: usize) -> Result<()> {
        let log = self.folder.join(format!("{number}.log"));
        must(self.program("pg_ctl").arg("-D").arg(self.data(number)).arg("-l").arg(log).args(["-w", "start"]))
    }

    fn data(&self, number: usize) -> PathBuf {
        self.folder.join(number.to_string())
    }

    fn make(&self, number: usize) -> Result<()> {
        let data = self.data(number);
        must(self.program("initdb").arg("-D").arg(&data).args(["-U", "postgres", "-A", "trust", "--no-sync"]))?;
        let settings = format!(
            "port = {}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 300\n\
             max_worker_processes = 64\nshared_preload_libraries = 'citus'\n\
             wal_level = logical\ncitus.recover_2pc_interval = '1s'\ncitus.node_conninfo = 'sslmode=require tcp_user_timeout=5000'\n",
            self.ports[number]
        );
        let file = data.join("postgresql.conf");
        let all = fs::read_to_string(&file)? + &settings;
        Ok(fs::write(file, all)?)
    }

    fn introduce(&self, database: &str) -> Result<()> {
        for number in 0..MACHINES {
            self.sql(number, database, &["CREATE EXTENSION IF NOT EXISTS citus"])?;
        }
        let port = self.ports[0];
        self.sql(0, database, &[&format!("SELECT citus_set_coordinator_host('127.0.0.1', {port})")])?;
        for port in &self.ports[1..] {
            self.sql(0, database, &[&format!("SELECT citus_add_node('127.0.0.1', {port})")])?;
        }
        Ok(())
    }

    fn sql(&self, number: usize, database: &str, statements: &[&str]) -> Result<()> {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["-qAtX", "-h", "127.0.0.1", "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-d", database]);
        psql.arg("-p").arg(self.ports[number].to_string());
        for statement in statements {
            psql.arg("-c").arg(statement);
        }
        must(&mut psql)
    }

    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = match self.other {
            None => Command::new(program),
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(program);
                command
            }
        };
        command.current_dir("/");
        command
    }
}

impl Drop for Nodes {
    fn drop(&mut self) {
        for number in 0..MACHINES {
            works(self.program("pg_ctl").arg("-D").arg(self.data(number)).args(["-m", "immediate", "stop"]));
        }
        let _left = fs::remove_dir_all(&self.folder);
    }
}

/// The folder of the newest programs with the extension.
fn programs() -> Result<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(INSTALLED)
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(|folder| folder.join("initdb").is_file())
        .collect();
    folders.sort_by_key(|folder| std::cmp::Reverse(number(folder)));
    for folder in folders {
        if has_citus(&folder) {
            return Ok(folder);
        }
    }
    bail!(
        "no PostgreSQL with the extension citus is installed in {INSTALLED}, so nothing was tried on a cluster: install \
         it (https://docs.citusdata.com), or name a coordinator in TACHOGRAPH_TEST_POSTGRES and run `cargo xtask test`"
    )
}

fn number(folder: &Path) -> u32 {
    let version = folder.parent().and_then(Path::file_name).unwrap_or_default();
    version.to_string_lossy().parse().unwrap_or(0)
}

fn has_citus(folder: &Path) -> bool {
    let version = number(folder);
    [format!("/usr/share/postgresql/{version}/extension"), format!("{}/share/extension", folder.display())]
        .iter()
        .any(|shared| Path::new(shared).join("citus.control").is_file())
}
