package io.cloudrelease.simulation.http;

import java.util.EnumSet;
import java.util.Set;

/**
 * What the rules for sending twice demand, as tables: a verdict and how many destructive requests
 * reach the cloud. {@code goal} is what a release that went well is called in that scene.
 */
enum Expectations {
  SENDS("a"),
  FIRST_LOOKS("a"),
  SETTLING_LOOKS("a"),
  DEAD_LOOKS("a");

  Expectations(String x) {}

  Set<Scene> scenes() {
    return EnumSet.allOf(Scene.class);
  }

  String of(String fault, Scene scene) {
    return "?";
  }
}
