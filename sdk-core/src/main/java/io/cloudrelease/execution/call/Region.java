package io.cloudrelease.execution.call;

/** One account in one region: what a look can ask about at once. */
public record Region(String provider, String name) {}
