package io.cloudrelease.fuzz;

import io.cloudrelease.aliyun.AliyunEcs;
import io.cloudrelease.commandline.ConfigFileTarget;
import io.cloudrelease.commandline.ListFileTarget;
import io.cloudrelease.execution.call.RedactionTarget;
import io.cloudrelease.journal.JournalFileTarget;
import io.cloudrelease.journal.JournalLineTarget;
import io.cloudrelease.plan.PlanFileTarget;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Everything that is fuzzed. */
public enum Targets {
  LOOK_TENCENT(() -> new LookTarget(Cloud.tencent())),
  LOOK_ALIYUN_JSON(() -> new LookTarget(Cloud.aliyun(false))),
  LOOK_ALIYUN_XML(() -> new LookTarget(Cloud.aliyun(true))),
  LOOK_ZEC(() -> new LookTarget(Cloud.zec())),
  LOOK_BMC(() -> new LookTarget(Cloud.bmc())),
  LOOK_VM(() -> new LookTarget(Cloud.vm())),
  RELEASE_TENCENT(() -> new ReleaseTarget(Cloud.tencent())),
  RELEASE_ALIYUN_JSON(() -> new ReleaseTarget(Cloud.aliyun(false))),
  RELEASE_ALIYUN_XML(() -> new ReleaseTarget(Cloud.aliyun(true))),
  RELEASE_ZEC(() -> new ReleaseTarget(Cloud.zec())),
  RELEASE_BMC(() -> new ReleaseTarget(Cloud.bmc())),
  RELEASE_VM(() -> new ReleaseTarget(Cloud.vm())),
  JOURNAL_FILE(JournalFileTarget::new),
  JOURNAL_LINES(JournalLineTarget::new),
  REFERENCES(ReferenceTarget::new),
  LIST_FILES(ListFileTarget::new),
  KEY_FILES(KeyFileTarget::new),
  REDACTION(RedactionTarget::new),
  PLAN_FILES(PlanFileTarget::new),
  CONFIG_FILES(ConfigFileTarget::new),
  PAGES_TENCENT(() -> new PageTarget(Cloud.tencent())),
  PAGES_ALIYUN_JSON(() -> new PageTarget(Cloud.aliyun(false))),
  PAGES_ALIYUN_XML(() -> new PageTarget(Cloud.aliyun(true))),
  PAGES_ZEC(() -> new PageTarget(Cloud.zec())),
  PAGES_BMC(() -> new PageTarget(Cloud.bmc())),
  PAGES_VM(() -> new PageTarget(Cloud.vm())),
  LEFTOVERS_TENCENT(() -> new LeftoverTarget(Cloud.furnished(TencentCvm.KIND))),
  LEFTOVERS_ALIYUN(() -> new LeftoverTarget(Cloud.furnished(AliyunEcs.KIND))),
  LEFTOVERS_ZEC(() -> new LeftoverTarget(Cloud.furnished(ZenlayerZec.KIND)));

  private final Callable<Target> maker;

  Targets(Callable<Target> maker) {
    this.maker = maker;
  }

  Target make() throws Exception {
    return maker.call();
  }

  /** As in the names of folders and on the command line. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Targets of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
