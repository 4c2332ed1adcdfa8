#!/bin/sh
# A Spring Boot application, as buildImage unpacks it
exec java -cp /app org.springframework.boot.loader.launch.JarLauncher "$@"
