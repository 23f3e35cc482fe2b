package io.cloudrelease.testkit.store;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * What a store of journals has to keep, whatever it is made of: so that a killed run can be
 * completed truly, and no two runs, wherever they are, step one instance twice. Extend it in a test
 * and say how the store is opened, how a process of it dies, and how time passes for it.
 *
 * <p>Each test begins with an empty store.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class StoreContract extends LateLooks {}
