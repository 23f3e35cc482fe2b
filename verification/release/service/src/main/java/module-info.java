open module com.example.service {
  requires io.cloudrelease.spring.boot.starter;
  requires io.cloudrelease.tencent;
  requires io.cloudrelease.testkit;
  requires spring.boot;
  requires spring.boot.actuator;
  requires spring.boot.autoconfigure;
  requires spring.context;
  requires micrometer.core;
}
