package io.jenkins.plugins.greyrelease.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import hudson.Extension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.java.sezpoz.Index;
import net.java.sezpoz.IndexItem;
import org.jenkinsci.Symbol;
import org.junit.jupiter.api.Test;

/** The files in which Jenkins looks up what the plugin adds to it. */
class IndexesTest {
    private static final Path SYMBOLS =
            Path.of("src/main/resources/META-INF/services/annotations/org.jenkinsci.Symbol");

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.jenkins.plugins.greyrelease.jenkins");

    @Test
    void everySymbolIsInItsIndex() throws IOException {
        assertThat(Files.readAllLines(SYMBOLS)).isEqualTo(annotated(Symbol.class));
    }

    @Test
    void everyExtensionIsInItsIndex() {
        List<String> indexed = new java.util.ArrayList<>();
        for (IndexItem<Extension, Object> item : Index.load(Extension.class, Object.class)) {
            indexed.add(item.className());
        }

        assertThat(indexed).isNotEmpty().containsExactlyInAnyOrderElementsOf(annotated(Extension.class));
    }

    @Test
    void everyExtensionCanBeMadeByJenkins() {
        for (JavaClass each : OURS) {
            if (each.isAnnotatedWith(Extension.class)) {
                assertThat(each.getModifiers()).as(each.getName()).contains(JavaModifier.PUBLIC);
                assertThat(each.getConstructors())
                        .as(each.getName())
                        .anyMatch(c -> c.getRawParameterTypes().isEmpty()
                                && c.getModifiers().contains(JavaModifier.PUBLIC));
            }
        }
    }

    private List<String> annotated(Class<? extends java.lang.annotation.Annotation> annotation) {
        return OURS.stream()
                .filter(each -> each.isAnnotatedWith(annotation))
                .map(JavaClass::getName)
                .sorted()
                .toList();
    }
}
