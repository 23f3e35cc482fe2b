package com.example.cleanup;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Releases what continuous integration left behind. */
@SpringBootApplication
@EnableScheduling
public class CleanupService {
  public static void main(String[] args) {
    SpringApplication.run(CleanupService.class, args);
  }
}
