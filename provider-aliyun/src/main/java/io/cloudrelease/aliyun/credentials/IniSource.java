package io.cloudrelease.aliyun.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.credentials.sources.IniFile;
import io.cloudrelease.credentials.sources.KeyFile;
import io.cloudrelease.credentials.sources.ProfileName;
import io.cloudrelease.error.ConfigurationException;
import java.nio.file.Path;
import java.util.List;

/**
 * Keys from the INI file of the vendor's SDKs: one section, by its type. A file that a variable
 * names is one of the command line when it begins like JSON, as Terraform takes it to be.
 *
 * @param surroundings name file and section, where they are not the usual ones
 */
record IniSource(Surroundings surroundings) implements CredentialsProvider {
  private static final String DEFAULT_SECTION = "default";

  static CredentialsProvider usual(Surroundings surroundings) {
    return new CredentialsProvider() {
      private volatile CredentialsProvider kept = new IniSource(surroundings);
      private volatile boolean settled;

      @Override
      public Credentials resolve() {
        if (!settled) {
          kept = new IniSource(surroundings).orCliFile();
        }
        Credentials credentials = kept.resolve();
        settled = true;
        return credentials;
      }
    };
  }

  private CredentialsProvider orCliFile() {
    Path file = file();
    boolean json =
        KeyFile.read(file).filter(found -> found.text().strip().startsWith("{")).isPresent();
    return json ? CliFile.named(file, surroundings) : this;
  }

  @Override
  public Credentials resolve() {
    Path file = file();
    KeyFile whole = KeyFile.read(file).orElseThrow(() -> missing("no file " + file));
    check(file, whole.text().lines().toList());
    IniFile ini = whole.ini();
    String wanted = surroundings.profile();
    String section = wanted.isEmpty() ? DEFAULT_SECTION : wanted;
    String where = "section [" + section + "] of " + file;
    String enable = ini.value(section, "enable");
    if (!enable.isEmpty() && !Surroundings.isTrue(enable)) {
      throw missing(where + " is not enabled");
    }
    String type = ini.value(section, "type");
    if (type.isEmpty() && !ini.value(section, "access_key_id").isEmpty()) {
      throw new ConfigurationException(where + " has no type; write type = access_key");
    }
    if (type.isEmpty()) {
      throw missing("no " + where);
    }
    return new Section(ini, section, where).credentials(type);
  }

  /** What somebody named has to be there: the next source has keys that nobody meant. */
  private ConfigurationException missing(String what) {
    String variable = surroundings.fileVariable();
    if (!variable.isEmpty()) {
      return new ConfigurationException(
          variable
              + " names "
              + surroundings.variable(variable)
              + ", which gives no keys: "
              + what);
    }
    String profile = surroundings.profile();
    return profile.isEmpty()
        ? ConfigurationException.absent(what)
        : new ConfigurationException(
            surroundings.profileVariable()
                + " names "
                + ProfileName.shown(profile)
                + ", of which nothing was found in "
                + CliFile.usualFile(surroundings)
                + " either: "
                + what);
  }

  /** One section of the file. */
  private final class Section {
    private final IniFile ini;
    private final String name;
    private final String where;

    Section(IniFile ini, String name, String where) {
      this.ini = ini;
      this.name = name;
      this.where = where;
    }

    Credentials credentials(String type) {
      return switch (type) {
        case "access_key" -> key();
        case "sts" ->
            Credentials.ofSession(need("access_key_id"), need("access_key_secret"), token());
        case "ram_role_arn" -> sts().assume(CredentialsProvider.of(key()), role(), value("policy"));
        case "ecs_ram_role" -> new EcsRole(need("role_name"), true, surroundings).resolve();
        case "oidc_role_arn" ->
            sts()
                .withWebIdentity(
                    role()
                        .webIdentity(
                            need("oidc_provider_arn"),
                            Paths.of(where, need("oidc_token_file_path"))),
                    value("policy"));
        default ->
            throw new ConfigurationException(
                where
                    + " has "
                    + Word.shown("type", type)
                    + "; access_key, sts, ram_role_arn, ecs_ram_role and oidc_role_arn are read");
      };
    }

    private Sts sts() {
      return new Sts(surroundings, Sts.Place.usual(surroundings));
    }

    private Credentials key() {
      return Credentials.ofKey(need("access_key_id"), need("access_key_secret"));
    }

    private String token() {
      return value("security_token").isEmpty() ? need("sts_token") : value("security_token");
    }

    private AssumedRole role() {
      AssumedRole role = AssumedRole.of(need("role_arn"));
      String session = value("role_session_name");
      return session.isEmpty() ? role : role.sessionName(session);
    }

    private String value(String key) {
      return ini.value(name, key);
    }

    private String need(String key) {
      if (value(key).isBlank()) {
        throw new ConfigurationException(where + " lacks " + key);
      }
      return value(key);
    }
  }

  /** A name that was cut off could hide what was meant, so the file has to be whole. */
  private static void check(Path file, List<String> lines) {
    boolean sections = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).trim();
      boolean section = line.startsWith("[") && line.endsWith("]");
      boolean comment = line.isEmpty() || line.startsWith("#") || line.startsWith(";");
      sections |= section;
      if (!section && !comment && (line.startsWith("[") || line.indexOf('=') < 1)) {
        // What stands there is not told: it may be a key.
        throw new ConfigurationException(
            file + ", line " + (i + 1) + " is neither [section] nor name = value");
      }
    }
    if (!sections) {
      throw new ConfigurationException(file + " has no [section]; repair it or take it away");
    }
  }

  private Path file() {
    String variable = surroundings.fileVariable();
    return variable.isEmpty()
        ? surroundings.environment().home().resolve(".alibabacloud").resolve("credentials.ini")
        : Paths.of(variable, surroundings.variable(variable));
  }
}
