package io.cloudrelease.spring.boot;

import java.util.List;
import java.util.Map;

/**
 * The keys beneath {@code cloudrelease.accounts.NAME}, for the completion of editors. Nothing is
 * bound to it, so no bean holds a secret.
 *
 * @param cloud the kind of cloud; may be left out where the account's name is one
 * @param credentials the keys to call with; left out, the usual places of that cloud's users
 * @param profile of the vendor's command line, and no other place
 * @param allowCredentialCommands whether the profile may run its command
 * @param expectAccount the cloud's own id of the account; of another one nothing is called
 * @param endpoint where to call, in place of the cloud's own
 * @param regions where the command-line tool looks for its instances; of no use here
 * @param rates calls a second, by action
 * @param role the role to assume with those keys
 * @param site tencent-cvm: nearest, regional, international; aliyun-ecs: public, vpc
 * @param language of the messages of tencent-cvm
 * @param signature of aliyun-ecs
 * @param recycleBin whether an account of zenlayer-zec has one: yes, no, unknown
 * @param apiVersion of zenlayer: current, previous
 */
record AccountKeys(
    String cloud,
    KeyPair credentials,
    String profile,
    boolean allowCredentialCommands,
    String expectAccount,
    String endpoint,
    List<String> regions,
    Map<String, Double> rates,
    RoleKeys role,
    String site,
    String language,
    String signature,
    String recycleBin,
    String apiVersion) {

  AccountKeys {
    regions = List.copyOf(regions);
    rates = Map.copyOf(rates);
  }

  /**
   * Keys to call with.
   *
   * @param id of the key
   * @param secret of the key
   * @param token of temporary keys, or a bearer token alone
   */
  record KeyPair(String id, String secret, String token) {
    @Override
    public String toString() {
      return "KeyPair[***]";
    }
  }

  /**
   * A role to assume.
   *
   * @param arn its name
   * @param sessionName of the session
   * @param externalId as agreed with its owner
   * @param duration how long keys of it hold, as {@code 1h}
   * @param releaseOnly whether the session may look and release, and nothing else
   * @param identityProvider with a token file: no keys are needed then
   * @param tokenFile of the identity provider
   */
  record RoleKeys(
      String arn,
      String sessionName,
      String externalId,
      String duration,
      boolean releaseOnly,
      String identityProvider,
      String tokenFile) {}
}
