package io.cloudrelease.testkit;

import io.cloudrelease.http.HttpResponse;

/**
 * A request as one kind of simulated cloud has understood it, ready to be carried out or refused.
 */
public interface Reading {

  /** What it says. */
  SimulatedCall call();

  /**
   * Checks it and carries it out.
   *
   * @throws Refused when the cloud refuses it
   */
  HttpResponse perform(Visit visit);

  /** The answer that says so, in this cloud's form. */
  HttpResponse refuse(Visit visit, Refused refused);
}
