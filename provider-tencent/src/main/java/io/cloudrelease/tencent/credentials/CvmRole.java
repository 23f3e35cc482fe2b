package io.cloudrelease.tencent.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.credentials.sources.MetadataVisit;
import io.cloudrelease.credentials.sources.Said;
import io.cloudrelease.credentials.sources.UnixSeconds;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The role of the machine, from its metadata service (CVM, instance roles): its name, then its
 * keys.
 *
 * @param role empty to ask for its name
 * @param wanted whether somebody asked for this source, so that it has to be there
 */
record CvmRole(String role, boolean wanted, Surroundings surroundings)
    implements CredentialsProvider {
  static final String VARIABLE = "TENCENTCLOUD_CAM_ROLE_NAME";
  private static final String PATH = "/latest/meta-data/cam/security-credentials/";
  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,128}");

  /** Looked for on any machine; named by Terraform's variable it has to be there. */
  static CvmRole ofThisMachine(Environment environment, Surroundings surroundings) {
    String name = environment.variable(VARIABLE);
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      throw new ConfigurationException(VARIABLE + " holds characters that no role's name has");
    }
    return new CvmRole(name, !name.isEmpty(), surroundings);
  }

  @Override
  public Credentials resolve() {
    try {
      MetadataVisit visit = new MetadataVisit(wanted);
      return keys(visit, role.isEmpty() ? name(visit) : role);
    } catch (ConfigurationException failed) {
      throw wanted && failed.isAbsence()
          ? new ConfigurationException("the role of this machine: " + failed.getMessage(), failed)
          : failed;
    }
  }

  private String name(MetadataVisit visit) {
    HttpResponse answer = get(visit, "");
    String name = answer.body().text().strip();
    if (!NAME.matcher(name).matches()) {
      throw new ConfigurationException("the metadata service gave no role's name");
    }
    return name;
  }

  private Credentials keys(MetadataVisit visit, String name) {
    JsonValue answer =
        JsonValue.parse(get(visit, name).body().bytes())
            .filter(JsonValue::isObject)
            .orElseThrow(() -> new ConfigurationException("the metadata service gave no JSON"));
    String id = answer.text("TmpSecretId");
    String secret = answer.text("TmpSecretKey");
    String token = answer.text("Token");
    Instant end = UnixSeconds.read("the metadata service", answer, "ExpiredTime");
    if (!answer.text("Code").equals("Success")
        || id.isEmpty()
        || secret.isEmpty()
        || token.isEmpty()
        || !end.isAfter(Instant.EPOCH)) {
      throw new ConfigurationException(
          "the metadata service gave no whole keys of role "
              + name
              + " ("
              + Said.code(answer.text("Code"))
              + ")");
    }
    return Credentials.ofSession(id, secret, token).expiringAt(end);
  }

  private HttpResponse get(MetadataVisit visit, String what) {
    URI base =
        surroundings
            .metadata()
            .orElseThrow(
                () -> ConfigurationException.absent("no machine whose role could be asked for"));
    HttpResponse answer = visit.ask("GET", base.resolve(PATH + what), List.of());
    if (answer.status() == 404) {
      // Only the list of names can say that there is none; a role with a name has to be there.
      throw what.isEmpty()
          ? ConfigurationException.absent("this machine has no role")
          : new ConfigurationException("the metadata service has no role " + what);
    }
    if (answer.status() != 200) {
      throw new ConfigurationException("the metadata service answered with " + answer.status());
    }
    return answer;
  }
}
