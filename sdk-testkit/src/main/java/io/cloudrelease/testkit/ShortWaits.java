package io.cloudrelease.testkit;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ProviderFacts;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A provider that is told of a cloud that is never behind: what the client waits 10 seconds to 5
 * minutes for on a real cloud, because looks and lost calls may be late there, takes a fraction of
 * a second. For tests over HTTP, whose time is real.
 *
 * <p>What it says is true of simulated clouds whose looks lag by no more than 300 milliseconds
 * (they do not lag by default), and of no real cloud: over HTTPS it calls this machine only.
 * Thread-safe.
 */
public final class ShortWaits implements InvocationHandler {
  private static final Duration ASK_AGAIN = Duration.ofMillis(100);
  private static final Duration NEVER_LATER = Duration.ofMillis(300);

  private static final Pattern THIS_MACHINE =
      Pattern.compile("localhost|\\[::1]|127(\\.[0-9]{1,3}){3}");

  private final CloudProvider provider;
  private final ProviderFacts facts;

  private ShortWaits(CloudProvider provider) {
    this.provider = provider;
    this.facts =
        provider
            .facts()
            .settlingTime(ASK_AGAIN)
            .pollInterval(ASK_AGAIN)
            .longestLag(NEVER_LATER)
            .longestDelay(NEVER_LATER);
  }

  /** That provider in everything but these times. */
  public static CloudProvider on(CloudProvider provider) {
    Objects.requireNonNull(provider, "provider");
    // By a proxy, so that optional verbs, which are interfaces of their own, stay.
    Set<Class<?>> interfaces = new LinkedHashSet<>(Set.of(CloudProvider.class));
    for (Class<?> type = provider.getClass(); type != null; type = type.getSuperclass()) {
      interfaces.addAll(Set.of(type.getInterfaces()));
    }
    return (CloudProvider)
        Proxy.newProxyInstance(
            provider.getClass().getClassLoader(),
            interfaces.toArray(Class<?>[]::new),
            new ShortWaits(provider));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
      throws Throwable {
    switch (method.getName()) {
      case "facts":
        return facts;
      case "equals":
        return args != null && proxy == args[0];
      case "toString":
        return "ShortWaits on " + provider;
      default:
        break;
    }
    try {
      Object result = method.invoke(provider, args);
      if (result instanceof ApiRequest request) {
        checkSimulated(request.endpoint());
      }
      return result;
    } catch (InvocationTargetException thrown) {
      throw thrown.getTargetException();
    }
  }

  private static void checkSimulated(Endpoint endpoint) {
    if (endpoint.isSecure() && !THIS_MACHINE.matcher(endpoint.host()).matches()) {
      throw new IllegalStateException("ShortWaits is for simulated clouds, not for " + endpoint);
    }
  }
}
