use super::reading::Reading;
use super::{Standing, State};
use crate::framework::{Framework, NodeIx, Rule};

impl Standing {
    /// The stages the person is on, in the order of the file: entered, not met, and not passed over.
    pub fn current_stages(&self, framework: &Framework) -> Vec<NodeIx> {
        let passed_over = self.passed_over(framework, None);
        // A stage that renews what it requires does not pass itself over.
        let is_passed = |ix: NodeIx| passed_over[ix.index()] && self.passed_over(framework, Some(ix))[ix.index()];
        let is_on = |ix: &NodeIx| self.is_open(*ix) && self.state(*ix) != State::Met && !is_passed(*ix);
        framework.stages().iter().copied().filter(is_on).collect()
    }

    /// The first of the stages the person is on; none when nothing is left to meet, and for whoever has qualified.
    pub fn current_stage(&self, framework: &Framework) -> Option<NodeIx> {
        let first = self.current_stages(framework).first().copied();
        first.filter(|_| self.qualified_as(framework).is_none())
    }

    /// The status that the person has come to who holds the last one there is and is on no stage that leads to another.
    pub fn qualified_as(&self, framework: &Framework) -> Option<NodeIx> {
        let last = self.held(framework).into_iter().find(|status| framework.is_last_status(*status))?;
        let open = self.current_stages(framework);
        let mut left = framework.statuses().filter(|status| self.state(*status) != State::Held);
        let leads_on = |status: NodeIx| framework.stages_towards(status).iter().any(|stage| open.contains(stage));
        (!left.any(leads_on)).then_some(last)
    }

    /// The statuses in force, but for those that come before another one of them.
    pub fn highest_held(&self, framework: &Framework) -> Vec<NodeIx> {
        let held = self.held(framework);
        let is_passed = |status: NodeIx| held.iter().any(|other| framework.comes_before(status, *other));
        held.iter().copied().filter(|status| !is_passed(*status)).collect()
    }

    /// For each node, whether the person has gone past it: a stage that is met needs it, through however many others, or a
    /// stage that is open required it and it never counted. What `but_for` needs is not looked at.
    fn passed_over(&self, framework: &Framework, but_for: Option<NodeIx>) -> Vec<bool> {
        let mut left: Vec<NodeIx> = Vec::new();
        for stage in framework.stages().iter().filter(|stage| Some(**stage) != but_for) {
            if self.state(*stage).counts() {
                left.extend(framework.needs(*stage));
            } else if self.is_open(*stage)
                && let Some(requires) = &framework.node(*stage).requires
            {
                requires.nodes(&mut left);
            }
        }
        let once_counted = |ix: &NodeIx| self.spans(*ix).first_day().is_some_and(|day| day <= self.on);
        let behind = |ix: &NodeIx| self.state(*ix).counts() || !once_counted(ix);
        left.retain(behind);
        framework.beneath(left, |ix, left| left.extend(framework.needs(ix).iter().copied().filter(behind)))
    }

    /// The first stage that is not entered yet.
    pub fn next_stage(&self, framework: &Framework) -> Option<NodeIx> {
        framework.stages().iter().find(|ix| !self.is_open(**ix)).copied()
    }

    /// What a stage, a step-off or any other node names in its rules and does not count yet, in the order of the rules.
    /// Where only some of a list are asked for, all that are still open are given, unless enough of them are there.
    pub fn missing(&self, framework: &Framework, ix: NodeIx) -> Vec<NodeIx> {
        let (reading, node) = (&self.reading(framework), framework.node(ix));
        let (mut lacking, mut enough) = (Vec::new(), Vec::new());
        let opens = node.requires.as_ref().filter(|_| self.is_open(ix));
        opens.into_iter().for_each(|rule| rule.nodes(&mut enough));
        for rule in node.rules().filter(|rule| !opens.is_some_and(|opens| std::ptr::eq(opens, *rule))) {
            apart(rule, reading, (&mut lacking, &mut enough));
        }
        let is_asked = |need: &NodeIx| lacking.contains(need) || !enough.contains(need);
        let needs = framework.needs(ix).iter().copied();
        needs.filter(|need| !self.state(*need).counts() && is_asked(need)).collect()
    }

    /// The step-offs that may be applied for.
    pub fn open_step_offs(&self, framework: &Framework) -> Vec<NodeIx> {
        let step_offs = framework.step_offs().iter().copied();
        step_offs.filter(|ix| self.state(*ix) == State::Available).collect()
    }

    /// The statuses in force.
    pub fn held(&self, framework: &Framework) -> Vec<NodeIx> {
        let held = framework.in_file_order().filter(|(ix, _)| self.state(*ix) == State::Held);
        held.map(|(ix, _)| ix).collect()
    }
}

/// Parts the nodes that a rule names in what does not hold from those in what holds on the day of reading.
fn apart(rule: &Rule, reading: &Reading<'_>, (lacking, enough): (&mut Vec<NodeIx>, &mut Vec<NodeIx>)) {
    if reading.rule(rule).spans.has(reading.on) {
        rule.nodes(enough);
    } else if let Rule::Of { parts, .. } = rule {
        parts.iter().for_each(|part| apart(part, reading, (&mut *lacking, &mut *enough)));
    } else {
        rule.nodes(lacking);
    }
}
