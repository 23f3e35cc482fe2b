package io.cloudrelease.zenlayer;

import io.cloudrelease.model.LifecyclePhase;
import java.util.Locale;

/**
 * What Zenlayer's state words mean for a release. The set is open: the documents, the Terraform
 * provider and the SDKs' comments each name some that the others leave out.
 */
final class InstanceStates {
  static final String CREATE_FAILED = "CREATE_FAILED";

  private InstanceStates() {}

  static LifecyclePhase phase(Product product, String state) {
    String word = state.toUpperCase(Locale.ROOT);
    return switch (word) {
      case "RUNNING", "STOPPED" -> LifecyclePhase.STABLE;
      case "PENDING",
          "DEPLOYING",
          "CREATING",
          "INSTALLING",
          "REBUILDING",
          "BOOTING",
          "STOPPING",
          "REBOOT",
          "REBOOTING",
          "IMAGING",
          "RESIZING" ->
          LifecyclePhase.CHANGING;
      case "RELEASING", "RECYCLING" -> LifecyclePhase.LEAVING;
      // The wire says RECYCLE, prose and other resources say RECYCLED.
      case "RECYCLE", "RECYCLED" -> LifecyclePhase.RECYCLED;
      // Old BMC documents: switched off, about to be destroyed.
      case "SHUTDOWN" ->
          product == Product.BMC ? LifecyclePhase.LEAVING : LifecyclePhase.UNRECOGNIZED;
      // CREATE_FAILED, INSTALL_FAILED, REINSTALL_FAILED: nothing more happens by itself.
      default -> word.endsWith("_FAILED") ? LifecyclePhase.STABLE : LifecyclePhase.UNRECOGNIZED;
    };
  }
}
