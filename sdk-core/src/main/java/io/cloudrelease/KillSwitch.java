package io.cloudrelease;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.call.RunControl;
import java.util.Optional;
import java.util.concurrent.FutureTask;

/** How a plan asks the kill switch, which may hang: on a thread of its own. */
final class KillSwitch {

  private KillSwitch() {}

  /** Whether it is thrown; also when it throws, or has not answered when the time is over. */
  static boolean isThrown(RunControl control) {
    FutureTask<Optional<ReleaseError>> asked = new FutureTask<>(control::mayNotSend);
    Thread thread = new Thread(asked, "cloudrelease-kill-switch");
    thread.setDaemon(true);
    thread.start();
    try {
      return Extension.await(asked, () -> control.halted().isPresent())
          .filter(held -> held.code().equals(OwnCodes.KILL_SWITCH))
          .isPresent();
    } catch (Extension.BrokenException noAnswer) {
      return true;
    }
  }
}
