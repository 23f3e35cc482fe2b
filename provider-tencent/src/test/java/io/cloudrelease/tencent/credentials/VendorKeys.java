package io.cloudrelease.tencent.credentials;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.provider.DefaultCredentialsProvider;

/** A process that prints which keys the vendor's own library finds in its surroundings. */
final class VendorKeys {
  private VendorKeys() {}

  public static void main(String[] arguments) {
    String found;
    try {
      Credential keys = new DefaultCredentialsProvider().getCredentials();
      found =
          "keys "
              + keys.getSecretId()
              + " "
              + keys.getSecretKey()
              + " "
              + (keys.getToken() == null ? "" : keys.getToken());
    } catch (Exception none) {
      found = "none";
    }
    System.out.println(found.strip());
  }
}
