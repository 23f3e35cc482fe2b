package io.cloudrelease.execution;

/** One account in one region: what a look can ask about at once. */
record Region(String provider, String name) {}
