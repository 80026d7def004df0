/** The files that the file pickers offer: whatever the app reads. */
export const scanTypes = 'image/*,application/pdf,.pdf,.tif,.tiff,.bmp';
