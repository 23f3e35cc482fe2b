package io.cloudrelease.aliyun.credentials;

import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.DefaultCredentialsProvider;

/** A process that prints which keys the vendor's own library finds in its surroundings. */
final class VendorKeys {
  private VendorKeys() {}

  public static void main(String[] arguments) {
    String found;
    try {
      CredentialModel keys = new DefaultCredentialsProvider().getCredentials();
      found =
          "keys "
              + keys.getAccessKeyId()
              + " "
              + keys.getAccessKeySecret()
              + " "
              + (keys.getSecurityToken() == null ? "" : keys.getSecurityToken());
    } catch (Exception none) {
      found = "none";
    }
    System.out.println(found.strip());
  }
}
