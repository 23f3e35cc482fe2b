package io.cloudrelease.tencent;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.signing.AsciiBuffer;
import io.cloudrelease.signing.DerivedKey;
import io.cloudrelease.signing.Hashes;
import io.cloudrelease.signing.HmacKey;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.signing.SigningContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Signs calls of Tencent Cloud's API 3.0 with TC3-HMAC-SHA256 (API 3.0, signature v3).
 *
 * <p>The action is signed too, unless {@link #withoutAction()} says otherwise: with content type
 * and host alone, the same signature would fit any other action with the same body in the same
 * second. The signed date is the UTC day of the very timestamp that is sent. The cloud accepts a
 * signature for about five minutes.
 *
 * <p>Thread-safe; a pure function of its inputs. It remembers the key of the last secret and day.
 */
public final class Tc3Signer implements RequestSigner {

  private static final String ALGORITHM = "TC3-HMAC-SHA256";
  private static final String TERMINATOR = "tc3_request";
  private static final int USUAL_LENGTH = 256;
  private static final int MOST_HEADERS = 8;
  private static final long SECONDS_A_DAY = 86_400;

  private final String service;
  private final boolean actionSigned;
  private final String language;
  private final DerivedKey dayKey;
  private final Map<String, Beginning> beginnings = new ConcurrentHashMap<>();
  private volatile @Nullable Day day;

  /**
   * A signer for one product.
   *
   * @param service the product as the signature names it ({@code cvm}), whatever the host is called
   */
  public Tc3Signer(String service) {
    this(service, true, "");
  }

  private Tc3Signer(String service, boolean actionSigned, String language) {
    if (service.isBlank()) {
      throw new IllegalArgumentException("the service name is blank");
    }
    this.service = service;
    this.actionSigned = actionSigned;
    this.language = Objects.requireNonNull(language, "language");
    this.dayKey = new DerivedKey((secret, date) -> HmacKey.sha256(signingKey(secret, date)));
  }

  /** This signer signing content type and host only, as the vendor's SDKs do. */
  public Tc3Signer withoutAction() {
    return new Tc3Signer(service, false, language);
  }

  /** This signer for another product of the same account. */
  Tc3Signer service(String other) {
    return new Tc3Signer(other, actionSigned, language);
  }

  /** This signer asking for messages in that language; empty to leave it to the cloud. */
  public Tc3Signer language(String value) {
    return new Tc3Signer(service, actionSigned, value);
  }

  /**
   * The signed request, with all headers that the scheme wants.
   *
   * @throws ConfigurationException for a bearer token, which signs nothing
   * @throws IllegalArgumentException when there is no content type, which the scheme must sign
   */
  @Override
  public HttpRequest sign(ApiRequest request, Credentials credentials, SigningContext context) {
    if (credentials.isBearer()) {
      throw new ConfigurationException(
          "Tencent Cloud takes a secret id and key, not a bearer token; give a key pair");
    }
    if (request.contentType().isEmpty()) {
      throw new IllegalArgumentException("TC3-HMAC-SHA256 needs a content type to sign");
    }
    Instant now = context.now();
    Day today = day(now);
    HmacKey key = dayKey.of(credentials.secretKey(), today.date);
    String timestamp = Long.toString(now.getEpochSecond());
    byte[] signature = key.sign(stringToSign(request, timestamp, today));
    String authorization =
        new AsciiBuffer(USUAL_LENGTH)
            .append(ALGORITHM + " Credential=")
            .append(credentials.accessKeyId())
            .append(today.afterKeyId)
            .appendHex(signature)
            .toText();
    List<Header> headers = headers(request, timestamp);
    if (credentials.token().isPresent()) {
      headers.add(new Header("X-TC-Token", credentials.token().get().reveal()));
    }
    headers.add(new Header("Authorization", authorization));
    return HttpRequest.signed(request, request.query(), headers);
  }

  private List<Header> headers(ApiRequest request, String timestamp) {
    List<Header> headers = new ArrayList<>(MOST_HEADERS);
    headers.add(new Header("Content-Type", request.contentType()));
    headers.add(new Header("X-TC-Action", request.action()));
    headers.add(new Header("X-TC-Version", request.version()));
    headers.add(new Header("X-TC-Timestamp", timestamp));
    // An empty region is refused where one is needed, and where none is needed it must not be sent.
    if (!request.region().isEmpty()) {
      headers.add(new Header("X-TC-Region", request.region()));
    }
    if (!language.isEmpty()) {
      headers.add(new Header("X-TC-Language", language));
    }
    return headers;
  }

  private String signedHeaders() {
    return actionSigned ? "content-type;host;x-tc-action" : "content-type;host";
  }

  String canonicalRequest(ApiRequest request) {
    return beforeBodyHash(request) + Hashes.sha256Hex(request.body().bytes());
  }

  private byte[] canonicalHash(ApiRequest request) {
    byte[] body = Hashes.sha256().digest(request.body().bytes());
    MessageDigest digest = Hashes.copyOf(beginning(request));
    new AsciiBuffer(2 * body.length).appendHex(body).feed(digest);
    return digest.digest();
  }

  /** Fed all of the canonical request that stands before the body's hash. */
  private MessageDigest beginning(ApiRequest request) {
    Beginning kept = beginnings.get(request.action());
    if (kept != null && kept.isOf(request)) {
      return kept.digest;
    }
    MessageDigest digest = Hashes.sha256();
    digest.update(beforeBodyHash(request).getBytes(StandardCharsets.UTF_8));
    beginnings.put(request.action(), new Beginning(request, digest));
    return digest;
  }

  private String beforeBodyHash(ApiRequest request) {
    StringBuilder text = new StringBuilder(USUAL_LENGTH + request.query().length());
    text.append(request.method()).append('\n').append(request.path()).append('\n');
    text.append(request.query()).append("\ncontent-type:").append(request.contentType());
    text.append("\nhost:").append(request.endpoint().hostHeader());
    if (actionSigned) {
      text.append("\nx-tc-action:").append(request.action().toLowerCase(Locale.ROOT));
    }
    return text.append("\n\n").append(signedHeaders()).append('\n').toString();
  }

  String stringToSign(ApiRequest request, Instant now) {
    return stringToSign(request, Long.toString(now.getEpochSecond()), day(now)).toText();
  }

  private AsciiBuffer stringToSign(ApiRequest request, String timestamp, Day today) {
    return new AsciiBuffer(USUAL_LENGTH)
        .append(ALGORITHM + '\n')
        .append(timestamp)
        .append(today.scopeLine)
        .appendHex(canonicalHash(request));
  }

  private Day day(Instant now) {
    long number = Math.floorDiv(now.getEpochSecond(), SECONDS_A_DAY);
    Day last = day;
    if (last == null || last.number != number) {
      String date = date(now);
      String afterKeyId = '/' + scope(date) + ", SignedHeaders=" + signedHeaders() + ", Signature=";
      last = new Day(number, date, '\n' + scope(date) + '\n', afterKeyId);
      day = last;
    }
    return last;
  }

  String scope(String date) {
    return date + '/' + service + '/' + TERMINATOR;
  }

  /** The day's key for this service: three HMACs that depend on secret and date only. */
  byte[] signingKey(String secret, String date) {
    byte[] start = ("TC3" + secret).getBytes(StandardCharsets.UTF_8);
    return Hashes.hmacSha256(
        Hashes.hmacSha256(Hashes.hmacSha256(start, date), service), TERMINATOR);
  }

  /** The UTC day; ISO form, the same in every locale. */
  static String date(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
  }

  /**
   * A UTC day and the texts that are the same all day.
   *
   * @param number counted from 1970
   * @param scopeLine the scope as it stands in the string to sign
   * @param afterKeyId what stands between key id and signature in the header
   */
  private record Day(long number, String date, String scopeLine, String afterKeyId) {}

  /**
   * What the canonical requests of an action begin with.
   *
   * @param first one that does
   * @param digest fed it; only ever copied
   */
  private record Beginning(ApiRequest first, MessageDigest digest) {
    boolean isOf(ApiRequest request) {
      return isSame(first.endpoint(), request.endpoint())
          && first.contentType().equals(request.contentType())
          && first.method().equals(request.method())
          && first.path().equals(request.path())
          && first.query().equals(request.query());
    }

    /** The same object as a rule. */
    private static boolean isSame(Endpoint one, Endpoint other) {
      return one == other || one.equals(other);
    }
  }

  @Override
  public String toString() {
    return "Tc3Signer[" + service + ", " + signedHeaders() + "]";
  }
}
