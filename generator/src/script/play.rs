//! Writes the script of a session: who asks for what, and what the agent does about it.
use super::agent::Traits;
use super::{Agent, Call, Ending, Failure, Script, Step, Tool, ToolEnd, Turn};
use crate::content::repos::Repo;
use crate::content::{teams, texts};
use crate::dice::Dice;
use crate::id::Ids;
use crate::org::OrgSpec;
use crate::people::Person;
use crate::session::Tempo;
use domain::{ActivityCounted, Instant, Mode, NanoUsd, RejectedBy, StepRole};

/// Prompts a session.
const TURNS: [(u32, u32); 8] = [(1, 22), (2, 26), (3, 21), (4, 14), (5, 8), (6, 5), (8, 3), (11, 1)];
/// Rounds of tools that a turn takes before its last answer.
const ROUNDS: [(u32, u32); 7] = [(0, 12), (1, 27), (2, 26), (3, 17), (4, 10), (6, 6), (9, 2)];
/// How a session proceeds, in percent.
const PATTERNS: [(Pattern, u32); 3] = [(Pattern::Interactive, 46), (Pattern::Headless, 30), (Pattern::TakenOver, 24)];
/// What a model that Claude Code calls costs, in nano-USD a token: input, cache read, cache write, output.
const REPORTED: [(&str, [i64; 4]); 3] = [
    ("claude-opus-5-5", [4_000, 200, 5_000, 20_000]),
    ("claude-sonnet-5-5", [2_000, 100, 2_500, 10_000]),
    ("claude-haiku-4-5", [1_000, 100, 1_250, 5_000]),
];

/// Whether somebody sits in front of the agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pattern {
    Interactive,
    Headless,
    /// The agent works alone at first, and a person resumes the session.
    TakenOver,
}

/// Writes the session of a person with an agent that begins at `start`.
pub(crate) fn write(
    org: &OrgSpec,
    person: &Person,
    agent: Agent,
    start: Instant,
    tempo: Tempo,
    mut dice: Dice,
) -> Option<Script> {
    let mut ids = Ids::beside(&dice);
    let repo = dice.pick(org.repos).copied()?;
    let turns = dice.weighted(&TURNS, 2);
    let pattern = dice.weighted(&PATTERNS, Pattern::Interactive);
    let resumed_at = dice.between(1, i64::from(turns) - 1) as u32;
    let traits = agent.traits();
    let model = dice.weighted(traits.models, traits.models[0].0);
    let context = dice.log_normal(15_000.0, 0.35, 6_000.0, 60_000.0) as i64;
    let session_id = ids.uuid();
    let branch = if dice.percent(35) { "main".to_owned() } else { format!("work-{}", dice.between(100, 999)) };
    let mut play = Play { org, agent, traits, repo, model, tempo, dice, ids, now: start, context, is_cached: false };
    let mut written = Vec::new();
    for number in 0..turns {
        if number > 0 {
            play.pause(150.0, 15.0, 2_400.0);
        }
        if play.now > tempo.until {
            break;
        }
        let mode = match pattern {
            Pattern::Interactive => Mode::Interactive,
            Pattern::Headless => Mode::Headless,
            Pattern::TakenOver if number < resumed_at || turns == 1 => Mode::Headless,
            Pattern::TakenOver => Mode::Interactive,
        };
        let after_failure = written.last().is_some_and(|turn: &Turn| turn.ending != Ending::Answered);
        written.push(play.turn(number, mode, after_failure));
    }
    Some(Script {
        agent,
        org_id: org.id.clone(),
        session_id,
        user_id: person.id.clone(),
        team_id: teams::team_of(&person.id).to_owned(),
        repo_id: repo.id.to_owned(),
        branch,
        turns: written,
    })
}

struct Play<'a> {
    org: &'a OrgSpec,
    agent: Agent,
    traits: &'static Traits,
    repo: Repo,
    model: &'static str,
    tempo: Tempo,
    dice: Dice,
    ids: Ids,
    now: Instant,
    /// Tokens of the conversation so far.
    context: i64,
    /// Whether they are in a cache.
    is_cached: bool,
}

impl Play<'_> {
    fn turn(&mut self, number: u32, mode: Mode, after_failure: bool) -> Turn {
        let (at, run_id) = (self.now, self.ids.uuid());
        let file = self.dice.pick(self.repo.files).copied().unwrap_or("README.md");
        let text = match number {
            0 => texts::request(&mut self.dice, file),
            _ => texts::follow_up(&mut self.dice, file, after_failure),
        };
        let ending = self.ending(mode);
        let mut rounds = self.dice.weighted(&ROUNDS, 2) * self.tempo.rounds;
        if ending == Ending::Interrupted {
            rounds = rounds.max(1);
        }
        let (mut steps, mut activity) = (Vec::new(), ActivityCounted::default());
        let millis = self.dice.between(20, 90);
        self.pass(millis);
        if let Some(utility) = self.traits.utility
            && (utility.each_prompt || number == 0)
        {
            let call = self.utility_call(utility.model);
            steps.push(Step::Call(call));
        }
        for _ in 0..rounds {
            self.round(mode, &mut steps, &mut activity);
        }
        self.end(ending, &mut steps, &mut activity);
        let busy = self.now.millis_since(at);
        activity.agent_active_ms = Some(busy);
        if mode == Mode::Interactive {
            let typed = self.dice.between(1_500, 40_000);
            activity.user_active_ms = Some(typed);
        }
        Turn { run_id, at, text, mode, steps, ending, activity }
    }

    fn ending(&mut self, mode: Mode) -> Ending {
        if self.dice.percent(self.org.success_percent) {
            return Ending::Answered;
        }
        let ending = self.dice.weighted(
            &[(Ending::Failed, 42), (Ending::TimedOut, 12), (Ending::Rejected, 24), (Ending::Interrupted, 22)],
            Ending::Failed,
        );
        match ending {
            Ending::Rejected if mode == Mode::Headless || !self.traits.tells_rejections => Ending::Failed,
            Ending::Interrupted if !self.traits.tells_interrupted => Ending::Failed,
            // It reports every failure of a model alike.
            Ending::TimedOut if self.agent == Agent::GithubCopilot => Ending::Failed,
            ending => ending,
        }
    }

    /// An answer that asks for tools, and these tools.
    fn round(&mut self, mode: Mode, steps: &mut Vec<Step>, activity: &mut ActivityCounted) {
        let call = self.call(true, steps);
        let tools = self.dice.weighted(&[(1, 72), (2, 22), (3, 6)], 1);
        for number in 0..tools {
            self.tool(&call, mode, number == 0, steps, activity);
        }
    }

    fn end(&mut self, ending: Ending, steps: &mut Vec<Step>, activity: &mut ActivityCounted) {
        match ending {
            Ending::Answered => {
                self.call(false, steps);
            }
            Ending::Failed => {
                let status = self.dice.weighted(&[(529, 50), (500, 30), (400, 20)], 529);
                let tries = if self.traits.tells_tries { self.dice.between(1, 3) } else { 1 };
                for _ in 0..tries {
                    self.failed_call(Failure::Status(status), steps);
                }
            }
            Ending::TimedOut => self.failed_call(Failure::Timeout, steps),
            Ending::Rejected => {
                let call = self.call(true, steps);
                self.rejected_tool(&call, RejectedBy::User, steps, activity);
            }
            Ending::Interrupted => {
                if self.traits.tells_begun_tools && self.dice.percent(50) {
                    let call = self.call(true, steps);
                    self.pass(12);
                    let tool = self.new_tool(&call, StepRole::Main, self.traits.tools.shell, ToolEnd::Never);
                    steps.push(Step::Tool(tool));
                }
                let millis = self.dice.between(800, 9_000);
                self.pass(millis);
            }
        }
    }

    /// A call that the model answers, after tries that fail where the agent reports those.
    fn call(&mut self, asks_tools: bool, steps: &mut Vec<Step>) -> Call {
        if self.traits.tells_tries && self.dice.percent(3) {
            self.failed_call(Failure::Status(529), steps);
        }
        let call = self.answered(StepRole::Main, self.model, asks_tools);
        steps.push(Step::Call(call.clone()));
        call
    }

    fn answered(&mut self, role: StepRole, model: &'static str, asks_tools: bool) -> Call {
        let grown = self.dice.log_normal(700.0, 1.0, 40.0, 9_000.0) as i64;
        let cached = if self.is_cached { self.context } else { self.context * 6 / 10 };
        let cache_write_tokens = if self.traits.writes_cache { self.context - cached + grown / 2 } else { 0 };
        let input_tokens = self.context + grown;
        let output_tokens = self.dice.log_normal(260.0, 0.9, 20.0, 4_000.0) as i64;
        let reasoning_tokens = if self.traits.reasons { output_tokens * self.dice.between(10, 60) / 100 } else { 0 };
        self.context = (input_tokens + output_tokens).min(180_000);
        self.is_cached = true;
        let cost = match self.agent {
            Agent::ClaudeCode => reported(model, input_tokens, cached, cache_write_tokens, output_tokens),
            _ => None,
        };
        let duration_ms = self.scaled(5_200.0, 0.7, 700.0, 60_000.0);
        let start = self.now;
        self.pass(duration_ms);
        Call {
            id: self.ids.hex(20),
            role,
            model,
            start,
            end: self.now,
            failure: None,
            input_tokens,
            cache_read_tokens: cached,
            cache_write_tokens,
            output_tokens,
            reasoning_tokens,
            cost,
            first_token_ms: duration_ms * self.dice.between(8, 40) / 100,
            asks_tools,
        }
    }

    fn failed_call(&mut self, failure: Failure, steps: &mut Vec<Step>) {
        let start = self.now;
        let duration_ms = match failure {
            Failure::Status(_) => self.scaled(900.0, 0.8, 60.0, 20_000.0),
            Failure::Timeout => self.scaled(60_000.0, 0.2, 45_000.0, 90_000.0),
        };
        self.pass(duration_ms);
        steps.push(Step::Call(Call {
            id: self.ids.hex(20),
            role: StepRole::Main,
            model: self.model,
            start,
            end: self.now,
            failure: Some(failure),
            input_tokens: 0,
            cache_read_tokens: 0,
            cache_write_tokens: 0,
            output_tokens: 0,
            reasoning_tokens: 0,
            cost: (self.agent == Agent::ClaudeCode).then_some(NanoUsd(0)),
            first_token_ms: 0,
            asks_tools: false,
        }));
        let millis = self.dice.between(300, 1_200);
        self.pass(millis);
    }

    /// A short call beside the conversation.
    fn utility_call(&mut self, model: &'static str) -> Call {
        let (context, is_cached) = (self.context, self.is_cached);
        (self.context, self.is_cached) = (self.dice.between(600, 2_400), false);
        let call = self.answered(StepRole::Utility, model, false);
        (self.context, self.is_cached) = (context, is_cached);
        Call { cache_read_tokens: 0, cache_write_tokens: 0, reasoning_tokens: 0, ..call }
    }

    fn tool(&mut self, call: &Call, mode: Mode, is_first: bool, steps: &mut Vec<Step>, activity: &mut ActivityCounted) {
        let tools = self.traits.tools;
        // Codex reports none, and Gemini CLI does not say whether a rule or the person in front of it rejects.
        let tells_policy = self.agent != Agent::Codex && (mode == Mode::Headless || self.agent != Agent::GeminiCli);
        if tells_policy && self.dice.percent(2) {
            return self.rejected_tool(call, RejectedBy::Policy, steps, activity);
        }
        if let Some(model) = self.traits.subagent
            && self.dice.percent(6)
        {
            return self.delegate(call, model, steps);
        }
        let choices = [(tools.shell, 34), (tools.read, 30), (tools.edit, 24), (tools.search, 12)];
        let name = self.dice.weighted(&choices, tools.shell);
        // A person is asked about what changes something.
        let asks = mode == Mode::Interactive && (name == tools.shell || name == tools.edit) && self.dice.percent(35);
        let waited_ms = asks.then(|| self.scaled(3_800.0, 0.9, 400.0, 240_000.0));
        self.pass(waited_ms.unwrap_or(8));
        let ok = self.dice.percent(if name == tools.shell { 86 } else { 96 });
        let mut tool = self.new_tool(call, StepRole::Main, name, ToolEnd::Never);
        tool.waited_ms = waited_ms;
        if self.agent == Agent::ClaudeCode && !asks && is_first && call.duration_ms() > 50 {
            // Its tools are allowed as soon as they are named, before the answer is complete.
            tool.decided = call.end.minus_millis(6);
        }
        let median = if name == tools.shell { 1_800.0 } else { 60.0 };
        let took = self.scaled(median, 1.1, 5.0, 90_000.0);
        self.pass(took);
        tool.end = ToolEnd::Done { at: self.now, ok };
        steps.push(Step::Tool(tool));
        if name == tools.edit && ok {
            self.count_edit(activity);
        } else if name == tools.shell && ok && self.dice.percent(9) {
            activity.commits = Some(activity.commits.unwrap_or(0) + 1);
            if self.dice.percent(30) {
                activity.pull_requests = Some(activity.pull_requests.unwrap_or(0) + 1);
            }
        }
        let millis = self.dice.between(5, 60);
        self.pass(millis);
    }

    /// Another agent does a part of the work, with a model of its own.
    fn delegate(&mut self, call: &Call, model: &'static str, steps: &mut Vec<Step>) {
        self.pass(10);
        let mut tool = self.new_tool(call, StepRole::Main, self.traits.tools.delegate, ToolEnd::Never);
        let (context, is_cached) = (self.context, self.is_cached);
        (self.context, self.is_cached) = (self.dice.between(3_000, 9_000), false);
        let asking = self.answered(StepRole::Subagent, model, true);
        self.pass(9);
        let mut reading = self.new_tool(&asking, StepRole::Subagent, self.traits.tools.read, ToolEnd::Never);
        let millis = self.dice.between(10, 400);
        self.pass(millis);
        reading.end = ToolEnd::Done { at: self.now, ok: true };
        self.pass(20);
        let answering = self.answered(StepRole::Subagent, model, false);
        (self.context, self.is_cached) = (context, is_cached);
        self.pass(15);
        tool.end = ToolEnd::Done { at: self.now, ok: true };
        steps.extend([Step::Tool(tool), Step::Call(asking), Step::Tool(reading), Step::Call(answering)]);
        let millis = self.dice.between(5, 60);
        self.pass(millis);
    }

    fn rejected_tool(&mut self, call: &Call, by: RejectedBy, steps: &mut Vec<Step>, activity: &mut ActivityCounted) {
        let tools = self.traits.tools;
        let name = if by == RejectedBy::User && self.dice.percent(60) { tools.edit } else { tools.shell };
        let waited_ms = (by == RejectedBy::User).then(|| self.scaled(6_000.0, 0.9, 700.0, 300_000.0));
        self.pass(waited_ms.unwrap_or(9));
        let mut tool = self.new_tool(call, StepRole::Main, name, ToolEnd::Rejected(by));
        tool.waited_ms = waited_ms;
        steps.push(Step::Tool(tool));
        if name == tools.edit {
            activity.edits_rejected = Some(activity.edits_rejected.unwrap_or(0) + 1);
        }
        let millis = self.dice.between(5, 30);
        self.pass(millis);
    }

    fn count_edit(&mut self, activity: &mut ActivityCounted) {
        let added = self.dice.log_normal(11.0, 1.1, 1.0, 400.0) as i64;
        let deleted = self.dice.log_normal(5.0, 1.1, 0.0, 200.0) as i64;
        activity.edits_accepted = Some(activity.edits_accepted.unwrap_or(0) + 1);
        activity.lines_added = Some(activity.lines_added.unwrap_or(0) + added);
        if deleted > 0 {
            activity.lines_deleted = Some(activity.lines_deleted.unwrap_or(0) + deleted);
        }
    }

    fn new_tool(&mut self, call: &Call, role: StepRole, name: &'static str, end: ToolEnd) -> Tool {
        let id = self.ids.hex(22);
        Tool { id, call_id: call.id.clone(), role, name, decided: self.now, waited_ms: None, end }
    }

    /// A time in milliseconds, shorter where the session is.
    fn scaled(&mut self, median: f64, sigma: f64, low: f64, high: f64) -> i64 {
        ((self.dice.log_normal(median, sigma, low, high) / self.tempo.runs) as i64).max(2)
    }

    fn pause(&mut self, median: f64, low: f64, high: f64) {
        let seconds = self.dice.log_normal(median, 0.9, low, high) / self.tempo.pauses;
        self.pass((seconds * 1_000.0) as i64);
    }

    fn pass(&mut self, millis: i64) {
        self.now = self.now.plus_micros(millis.max(1) * 1_000);
    }
}

/// What a call costs, by the agent's own list.
fn reported(model: &str, input: i64, read: i64, write: i64, output: i64) -> Option<NanoUsd> {
    let (_, [plain, cached, written, answered]) = REPORTED.iter().find(|(name, _)| *name == model)?;
    Some(NanoUsd((input - read - write) * plain + read * cached + write * written + output * answered))
}
