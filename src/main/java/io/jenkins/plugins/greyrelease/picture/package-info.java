/** How a release is drawn: pods over time, as HTML and SVG that need no inline style or script. */
package io.jenkins.plugins.greyrelease.picture;
