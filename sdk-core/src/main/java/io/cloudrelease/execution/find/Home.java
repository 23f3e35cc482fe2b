package io.cloudrelease.execution.find;

import io.cloudrelease.execution.call.Account;

/** Where instances are that can be asked about in one call; the region is empty where none is. */
record Home(Account account, String region) {}
