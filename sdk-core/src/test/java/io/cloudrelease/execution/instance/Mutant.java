package io.cloudrelease.execution.instance;

import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Scope;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.ProviderFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** The rules, each with one of them taken away, and a request that shows why it is there. */
enum Mutant {
  LOOKS_NEVER_LAG(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return facts(facts -> facts.longestLag(facts.settlingTime()));
    }
  },
  CALLS_ARE_NEVER_LATE(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return facts(facts -> facts.longestDelay(Duration.ZERO));
    }
  },
  UNDER_WAY_IS_HIS_OWN_STATE(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return proofs(proof -> proof == Proof.UNDER_WAY ? Proof.OWN : proof);
    }
  },
  A_REFUSED_BATCH_TOUCHED_NONE(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision refused(InstanceLife life, CallEnd end, boolean named, Terms terms) {
          Decision decision = super.refused(life, end, named, terms);
          InstanceLife after = decision.life();
          return after.sent().openness() == Openness.TOGETHER
              ? new Decision(after.sent(after.sent().closed()), decision.next())
              : decision;
        }
      };
    }
  },
  OWN_STATE_SPEAKS_FOR_ALL(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return proofs(proof -> proof == Proof.OWN ? Proof.ALL : proof);
    }
  },
  WHAT_PROVES_NOTHING_PROVES_ALL(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return proofs(proof -> proof == Proof.NOTHING ? Proof.ALL : proof);
    }
  },
  ABSENT_ONCE_IS_ENOUGH(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision absent(InstanceLife life, Snapshot absent, Instant now, Terms terms) {
          InstanceLife once = life.seen(life.seen().notShown(absent, LifeForm.ago(1)));
          return super.absent(once, absent, now, terms);
        }
      };
    }
  },
  SEEN_LEAVING_IS_FORGOTTEN(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision shown(
            InstanceLife life,
            Snapshot snapshot,
            Assessment assessment,
            Instant now,
            boolean token,
            Terms terms) {
          return super.shown(forget(life), snapshot, assessment, now, token, terms);
        }

        private InstanceLife forget(InstanceLife life) {
          Sightings seen = life.seen();
          return life.seen(
              new Sightings(
                  seen.before(),
                  seen.last(),
                  seen.beforeSend(),
                  seen.named(),
                  null,
                  seen.underWayAt(),
                  seen.absentAt(),
                  seen.looks()));
        }
      };
    }
  },
  A_LATER_REFUSAL_OUTWEIGHS_AN_OPEN_SEND(Asked.of(ModelledCloud.TENCENT_POSTPAID, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision refused(InstanceLife life, CallEnd end, boolean named, Terms terms) {
          return super.refused(life.sent(life.sent().closed()), end, named, terms);
        }
      };
    }
  },
  LISTED_AS_FAILED_WAS_NOT_TOUCHED(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision listedAsFailed(InstanceLife life, CallEnd end, Terms terms) {
          Decision decision = super.listedAsFailed(life, end, terms);
          InstanceLife after = decision.life();
          return new Decision(
              after.sent(after.sent().closed()).at(Standing.ASKING), Next.look(Duration.ZERO));
        }
      };
    }
  },
  HALF_OF_THE_WAY_IS_GOOD(Asked.of(ModelledCloud.BMC, Goal.DESTROY)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        boolean halfway(InstanceLife life, Goal goal) {
          return false;
        }
      };
    }
  },
  A_GUARD_ENDS_WHAT_IS_OPEN(Asked.of(ModelledCloud.TENCENT_POSTPAID, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision heldBack(InstanceLife life, ReleaseError error, Instant now, Terms terms) {
          return super.heldBack(life.sent(life.sent().closed()), error, now, terms);
        }
      };
    }
  },
  SECOND_SEND_WITHOUT_A_GRANT(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Terms terms(Terms terms) {
          return Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE).withGrant().terms(true);
        }
      };
    }

    @Override
    boolean isFound(Findings findings) {
      return findings.reached().containsKey("sent: GRANTED");
    }
  },
  RECYCLED_AFTER_THE_STEP_OUT(Asked.of(ModelledCloud.BMC, Goal.DESTROY)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision ended(InstanceLife life, ReleaseError why, Instant now, Terms terms) {
          boolean shown =
              life.seen().lastShows(LifecyclePhase.RECYCLED) && life.standing() == Standing.OPEN;
          return shown
              ? new Decision(life.at(Standing.DONE), Next.verdict(Verdict.RECYCLED))
              : super.ended(life, why, now, terms);
        }
      };
    }
  },
  AN_INTERRUPTED_CALL_DID_NOT_LEAVE(
      Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE).withCrash()) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        InstanceLife interrupted(InstanceLife life, CallEnd lost, Terms terms) {
          return life;
        }
      };
    }
  },
  A_RESUMED_RUN_FORGETS_THAT_THE_LEAVE_WAS_USED(
      Asked.of(ModelledCloud.ZEC_WITHOUT_BIN, Goal.RELEASE).withGrant().withCrash()) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        InstanceLife toldAsSent(InstanceLife life, Assessment.Step step) {
          return life.next(step, "");
        }
      };
    }
  },
  AN_ACKNOWLEDGEMENT_IS_FORGOTTEN(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision accepted(InstanceLife life, CallEnd end, Terms terms) {
          Decision decision = super.accepted(life, end, terms);
          return new Decision(
              decision
                  .life()
                  .sent(life.sent().left(1, 0, 0, end.at(), java.util.List.of()))
                  .at(Standing.LOOKING),
              Next.look(Duration.ZERO));
        }
      };
    }
  },
  EVERY_REFUSAL_COUNTS_AS_THROTTLED(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision open(InstanceLife life, CallEnd end, Terms terms) {
          return super.open(life, throttled(end), terms);
        }

        @Override
        Decision refused(InstanceLife life, CallEnd end, boolean named, Terms terms) {
          return super.refused(life, throttled(end), named, terms);
        }

        private CallEnd throttled(CallEnd end) {
          return new CallEnd(
              end.at(),
              end.size(),
              end.sends(),
              end.sends(),
              end.sends(),
              end.answered(),
              end.requestIds(),
              end.error(),
              end.rule());
        }
      };
    }
  },
  AN_ACKNOWLEDGEMENT_IS_THE_GOAL(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision accepted(InstanceLife life, CallEnd end, Terms terms) {
          return Decision.verdict(super.accepted(life, end, terms).life(), Verdict.RELEASED);
        }
      };
    }
  },
  WHOEVER_IS_LEAVING_IS_GONE(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision shown(
            InstanceLife life,
            Snapshot snapshot,
            Assessment assessment,
            Instant now,
            boolean token,
            Terms terms) {
          Decision decision = super.shown(life, snapshot, assessment, now, token, terms);
          boolean moved = snapshot.phase() == LifecyclePhase.LEAVING && !life.isUnsent();
          return moved ? Decision.verdict(decision.life(), Verdict.RELEASED) : decision;
        }
      };
    }
  },
  THE_BIN_IS_THE_END(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision shown(
            InstanceLife life,
            Snapshot snapshot,
            Assessment assessment,
            Instant now,
            boolean token,
            Terms terms) {
          Decision decision = super.shown(life, snapshot, assessment, now, token, terms);
          boolean moved = snapshot.phase() == LifecyclePhase.RECYCLED && !life.isUnsent();
          return moved ? Decision.verdict(decision.life(), Verdict.RELEASED) : decision;
        }
      };
    }
  },
  A_LOOK_THAT_FAILS_SHOWS_NOTHING_THERE(Asked.of(ModelledCloud.TENCENT_POSTPAID, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision failed(
            InstanceLife life, ReleaseError error, Scope scope, Instant now, Terms terms) {
          return super.absent(
              life, Snapshot.builder(LifeForm.REF, now, LifecyclePhase.ABSENT).build(), now, terms);
        }
      };
    }
  },
  NO_ANSWER_MEANS_NOT_SENT(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision open(InstanceLife life, CallEnd end, Terms terms) {
          return super.notSent(life, end, true, terms);
        }
      };
    }
  },
  WHAT_IS_OPEN_AT_THE_END_WAS_NOT_SENT(Asked.of(ModelledCloud.TENCENT_POSTPAID, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision ended(InstanceLife life, ReleaseError why, Instant now, Terms terms) {
          boolean open = life.sent().openness() != Openness.CLOSED;
          return open
              ? new Decision(life.at(Standing.DONE), Next.verdict(Verdict.NOT_SENT, why))
              : super.ended(life, why, now, terms);
        }
      };
    }
  },
  WHAT_IS_OPEN_AT_THE_END_WAS_REFUSED(Asked.of(ModelledCloud.TENCENT_POSTPAID, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision ended(InstanceLife life, ReleaseError why, Instant now, Terms terms) {
          boolean open = life.sent().openness() != Openness.CLOSED;
          return open
              ? new Decision(life.at(Standing.DONE), Next.verdict(Verdict.REJECTED, why))
              : super.ended(life, why, now, terms);
        }
      };
    }
  },
  A_REFUSED_BATCH_IS_SENT_AGAIN_AT_ONCE(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision refused(InstanceLife life, CallEnd end, boolean named, Terms terms) {
          Decision decision = super.refused(life, end, named, terms);
          return end.size() > 1 && decision.next().kind() == Next.Kind.LOOK
              ? Decision.send(decision.life(), SendReason.PROVEN_UNTOUCHED)
              : decision;
        }
      };
    }
  },
  A_CALL_UNDER_WAY_IS_NOT_SENT(Asked.of(ModelledCloud.ZEC_WITH_BIN, Goal.RELEASE)) {
    @Override
    RulesUnderTest rules() {
      return new RulesUnderTest() {
        @Override
        Decision ended(InstanceLife life, ReleaseError why, Instant now, Terms terms) {
          return super.ended(
              life.standing() == Standing.SENDING ? life.at(Standing.READY) : life,
              why,
              now,
              terms);
        }
      };
    }
  };

  private final Asked asked;

  Mutant(Asked asked) {
    this.asked = asked;
  }

  Asked asked() {
    return asked;
  }

  abstract RulesUnderTest rules();

  /**
   * By which counter-example it is missed: the first promise that is broken, and on which request.
   */
  String caughtBy(Findings findings) {
    return findings.breaches().isEmpty()
        ? "a situation that the rule rules out is reached"
        : "counter-example: " + findings.breaches().keySet().iterator().next();
  }

  /** Whether that shows that the rule is missing. */
  boolean isFound(Findings findings) {
    return findings.isAny();
  }

  private static RulesUnderTest facts(UnaryOperator<ProviderFacts> change) {
    return new RulesUnderTest() {
      @Override
      Terms terms(Terms terms) {
        return new Terms(
            terms.intent(),
            terms.looks(),
            terms.waitAtMost(),
            terms.once(),
            change.apply(terms.facts()),
            terms.mayResend());
      }
    };
  }

  private static RulesUnderTest proofs(UnaryOperator<Proof> change) {
    return new RulesUnderTest() {
      @Override
      Decision refused(InstanceLife life, CallEnd end, boolean named, Terms terms) {
        ErrorRule rule = end.rule();
        CallEnd taken =
            new CallEnd(
                end.at(),
                end.size(),
                end.sends(),
                end.throttled(),
                end.untouched(),
                end.answered(),
                end.requestIds(),
                end.error(),
                rule.proves(change.apply(rule.proves())));
        return super.refused(life, taken, named, terms);
      }
    };
  }
}
