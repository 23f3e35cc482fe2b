package io.cloudrelease.http.okhttp;

import java.net.ProxySelector;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.Dns;
import okhttp3.Protocol;

/**
 * What a transport is made of.
 *
 * @param guards all of them, but for the tests that show what each is there for
 * @param dns looks names up
 * @param proxies chooses proxies
 * @param trust whom HTTPS trusts; empty for the platform's trust store
 * @param protocols what is offered to the server
 * @param answered which hosts are known to be there
 * @param largestAnswer the most bytes an answer may have, decoded
 */
record TransportSetup(
    Set<Guard> guards,
    Dns dns,
    ProxySelector proxies,
    Optional<Trust> trust,
    List<Protocol> protocols,
    AnsweredHosts answered,
    long largestAnswer) {

  /** Of this process: what one client has learnt of a host is true for the next one. */
  private static final AnsweredHosts OF_THIS_PROCESS = new AnsweredHosts();

  private static final long LARGEST_ANSWER = 8L << 20;

  TransportSetup {
    guards = Set.copyOf(guards);
    protocols = List.copyOf(protocols);
    if (largestAnswer < 1) {
      throw new IllegalArgumentException("largestAnswer must be positive: " + largestAnswer);
    }
  }

  static TransportSetup shipped() {
    return new TransportSetup(
        EnumSet.allOf(Guard.class),
        Dns.SYSTEM,
        new HttpsProxies(),
        Optional.empty(),
        List.of(Protocol.HTTP_2, Protocol.HTTP_1_1),
        OF_THIS_PROCESS,
        LARGEST_ANSWER);
  }

  TransportSetup withGuards(Set<Guard> some) {
    return new TransportSetup(some, dns, proxies, trust, protocols, answered, largestAnswer);
  }

  TransportSetup withDns(Dns other) {
    return new TransportSetup(guards, other, proxies, trust, protocols, answered, largestAnswer);
  }

  TransportSetup withProxies(ProxySelector other) {
    return new TransportSetup(guards, dns, other, trust, protocols, answered, largestAnswer);
  }

  TransportSetup withTrust(Trust other) {
    return new TransportSetup(
        guards, dns, proxies, Optional.of(other), protocols, answered, largestAnswer);
  }

  TransportSetup withProtocols(List<Protocol> others) {
    return new TransportSetup(guards, dns, proxies, trust, others, answered, largestAnswer);
  }

  TransportSetup withLargestAnswer(long bytes) {
    return new TransportSetup(guards, dns, proxies, trust, protocols, answered, bytes);
  }

  TransportSetup withAnswered(AnsweredHosts others) {
    return new TransportSetup(guards, dns, proxies, trust, protocols, others, largestAnswer);
  }
}
