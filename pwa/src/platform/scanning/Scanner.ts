/** The viewer as pages use it: a chunk of its own, so that a page is drawn before the camera's parts are here. */
import { defineAsyncComponent } from "vue";
import ViewerPlaceholder from "./ViewerPlaceholder.vue";
import { loadCameraScanner, warmScanner } from "./warm";

// The page's own chunk is here: what it will need next is asked for before it is drawn.
warmScanner();

export const CameraScanner = defineAsyncComponent({
  loader: async () => (await loadCameraScanner()).default,
  loadingComponent: ViewerPlaceholder,
  delay: 0,
});
