package io.cloudrelease.http.okhttp;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.network.NetworkSettings;
import java.net.ProxySelector;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import okhttp3.Dns;
import okhttp3.Protocol;

/**
 * What a transport is made of.
 *
 * @param guards all of them, but for the tests that show what each is there for
 * @param dns looks names up
 * @param proxies chooses proxies
 * @param logins who one is to them
 * @param trust whom HTTPS trusts, asked when first needed; empty for the platform's trust store
 * @param protocols what is offered to the server
 * @param answered which hosts are known to be there
 * @param largestAnswer the most bytes an answer may have, decoded
 * @param connectLimit the most time for a name lookup, and for connecting to one address
 * @param userAgent how we call ourselves where the request does not say
 */
record TransportSetup(
    Set<Guard> guards,
    Dns dns,
    ProxySelector proxies,
    ProxyLogins logins,
    Supplier<Optional<Trust>> trust,
    List<Protocol> protocols,
    AnsweredHosts answered,
    long largestAnswer,
    Duration connectLimit,
    String userAgent) {

  /** Of this process: what one client has learnt of a host is true for the next one. */
  private static final AnsweredHosts OF_THIS_PROCESS = new AnsweredHosts();

  private static final long LARGEST_ANSWER = 8L << 20;
  private static final String OUR_NAME = "cloudrelease";

  TransportSetup {
    guards = Set.copyOf(guards);
    protocols = List.copyOf(protocols);
    if (largestAnswer < 1) {
      throw new IllegalArgumentException("largestAnswer must be positive: " + largestAnswer);
    }
  }

  static TransportSetup shipped() {
    return of(NetworkSettings.builder().build());
  }

  /**
   * The shipped one with these settings. None of them changes the guards.
   *
   * @throws ConfigurationException when a variable names no proxy, or a file to be trusted is wrong
   */
  static TransportSetup of(NetworkSettings network) {
    HttpsProxies proxies = new HttpsProxies(network);
    List<Certificate> added = AddedTrust.certificates(network);
    String suffix = network.userAgentSuffix();
    return new TransportSetup(
        EnumSet.allOf(Guard.class),
        Dns.SYSTEM,
        proxies,
        proxies,
        () -> AddedTrust.with(added),
        List.of(Protocol.HTTP_2, Protocol.HTTP_1_1),
        OF_THIS_PROCESS,
        LARGEST_ANSWER,
        network.connectTimeout(),
        suffix.isEmpty() ? OUR_NAME : OUR_NAME + " " + suffix);
  }

  TransportSetup withGuards(Set<Guard> some) {
    return new TransportSetup(
        some,
        dns,
        proxies,
        logins,
        trust,
        protocols,
        answered,
        largestAnswer,
        connectLimit,
        userAgent);
  }

  TransportSetup withDns(Dns other) {
    return new TransportSetup(
        guards,
        other,
        proxies,
        logins,
        trust,
        protocols,
        answered,
        largestAnswer,
        connectLimit,
        userAgent);
  }

  TransportSetup withProxies(ProxySelector other) {
    return new TransportSetup(
        guards,
        dns,
        other,
        logins,
        trust,
        protocols,
        answered,
        largestAnswer,
        connectLimit,
        userAgent);
  }

  TransportSetup withTrust(Trust other) {
    return new TransportSetup(
        guards,
        dns,
        proxies,
        logins,
        () -> Optional.of(other),
        protocols,
        answered,
        largestAnswer,
        connectLimit,
        userAgent);
  }

  TransportSetup withProtocols(List<Protocol> others) {
    return new TransportSetup(
        guards,
        dns,
        proxies,
        logins,
        trust,
        others,
        answered,
        largestAnswer,
        connectLimit,
        userAgent);
  }

  TransportSetup withLargestAnswer(long bytes) {
    return new TransportSetup(
        guards, dns, proxies, logins, trust, protocols, answered, bytes, connectLimit, userAgent);
  }

  TransportSetup withAnswered(AnsweredHosts others) {
    return new TransportSetup(
        guards,
        dns,
        proxies,
        logins,
        trust,
        protocols,
        others,
        largestAnswer,
        connectLimit,
        userAgent);
  }
}
