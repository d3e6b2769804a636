import ArrayFiles
