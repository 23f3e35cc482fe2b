package io.cloudrelease.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.testkit.contract.ProviderContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs the tests of contracts by hand, and holds that they are green, or red. */
final class ContractRun {
  private ContractRun() {}

  static void assertGreen(Class<?> contract) {
    for (Method test : tests(contract)) {
      assertThat(failure(contract, test)).as("%s %s", contract, test.getName()).isEmpty();
    }
  }

  /**
   * Holds that a test fails.
   *
   * @param where the class that the contract is nested in
   * @param name the contract's simple name and the test's, with a space between them
   */
  static void assertRed(Class<?> where, String name) {
    String[] words = name.split(" ");
    Class<?> contract =
        Arrays.stream(where.getDeclaredClasses())
            .filter(nested -> nested.getSimpleName().equals(words[0]))
            .findFirst()
            .orElseThrow();
    Method test =
        tests(contract).stream()
            .filter(one -> one.getName().equals(words[1]))
            .findFirst()
            .orElseThrow();
    assertThat(failure(contract, test)).as(name).containsInstanceOf(AssertionError.class);
  }

  /** All but the search for secrets, which needs logs of the finest level. */
  private static List<Method> tests(Class<?> contract) {
    Class<?> base = contract;
    while (!base.getPackage().equals(ProviderContract.class.getPackage())) {
      base = base.getSuperclass();
    }
    return Arrays.stream(base.getDeclaredMethods())
        .filter(test -> test.isAnnotationPresent(Test.class))
        .filter(test -> !test.getName().startsWith("no_secret_turns_up"))
        .sorted(Comparator.comparing(Method::getName))
        .toList();
  }

  private static Optional<Throwable> failure(Class<?> contract, Method test) {
    try {
      test.setAccessible(true);
      test.invoke(contract.getDeclaredConstructor().newInstance());
      return Optional.empty();
    } catch (InvocationTargetException red) {
      return Optional.of(red.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
